package dev.hachi.sharding;

import dev.hachi.function.Effect;
import dev.hachi.function.Handler;
import dev.hachi.function.Migrate;
import dev.hachi.function.StatefulFunction;
import java.time.Duration;

/** The next release of {@link PantryV1}, which cannot read what this one stores. */
@StatefulFunction("pantry")
final class PantryV2 {
  record OldState(long jars) {}

  record State(long jars, String owner) {}

  State initial() {
    return new State(0, "");
  }

  @Migrate(from = 1)
  State owned(OldState old) {
    return new State(old.jars(), "nobody");
  }

  @Handler
  Effect<State, Long> add(State state, long jars) {
    return Effect.of(new State(state.jars() + jars, state.owner())).reply(state.jars() + jars);
  }

  @Handler
  Effect<State, String> own(State state, String owner) {
    return Effect.of(new State(state.jars(), owner)).reply(owner);
  }

  @Handler
  Effect<State, Void> addLater(State state, long millis) {
    return Effect.of(state).timer("later", Duration.ofMillis(millis), "add", 1);
  }

  @Handler
  String owner(State state) {
    return state.owner();
  }

  @Handler
  long jars(State state) {
    return state.jars();
  }
}
