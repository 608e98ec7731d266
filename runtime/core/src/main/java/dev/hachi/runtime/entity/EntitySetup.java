package dev.hachi.runtime.entity;

import dev.hachi.runtime.FunctionCode;
import dev.hachi.runtime.Limits;
import dev.hachi.runtime.Router;
import dev.hachi.runtime.Telemetry;
import dev.hachi.runtime.store.EntityStore;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * What all entities of a function share.
 *
 * @param deployedNames the name under which a function is hosted, by the name in its class, where
 *     these differ
 * @param waiting how many invocations wait for their turn at all entities of this replica
 */
public record EntitySetup(
    FunctionCode function,
    Map<String, String> deployedNames,
    EntityStore store,
    Router router,
    Limits limits,
    Clock clock,
    Telemetry telemetry,
    LongAdder waiting) {
  /** The setups of {@code functions}, by the names under which they are hosted. */
  public static Map<String, EntitySetup> ofEach(
      Map<String, ? extends FunctionCode> functions,
      EntityStore store,
      Router router,
      Limits limits,
      Clock clock,
      Telemetry telemetry,
      LongAdder waiting) {
    var deployedNames = new HashMap<String, String>();
    functions.forEach((deployed, function) -> deployedNames.put(function.name(), deployed));
    var names = Map.copyOf(deployedNames);
    var setups = new HashMap<String, EntitySetup>();
    functions.forEach((deployed, function) ->
        setups.put(
            deployed,
            new EntitySetup(function, names, store, router, limits, clock, telemetry, waiting)));
    return setups;
  }

  /** Author code knows a function by the name in its class. */
  String deployedName(String name) {
    return deployedNames.getOrDefault(name, name);
  }
}
