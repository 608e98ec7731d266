package dev.hachi.chaos.checker;

import dev.hachi.chaos.history.Operation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** That each timer that was set fires once, and not before it is due. */
public final class TimersOnce {
  static final String RULE = "timers fire once";

  private TimersOnce() {}

  /**
   * What was violated.
   *
   * @param operations all that set timers
   * @param keys {@code armed}, {@code fired} and {@code early} of each at the end
   */
  public static List<Violation> violations(
      Collection<Operation> operations, Map<String, Map<String, Long>> keys) {
    var violations = new ArrayList<Violation>();
    var effects = new HashMap<String, Long>();
    keys.forEach((key, fields) -> {
      long armed = fields.getOrDefault("armed", 0L);
      long fired = fields.getOrDefault("fired", 0L);
      long early = fields.getOrDefault("early", 0L);
      effects.put(key, armed);
      if (fired != armed) {
        violations.add(
            Violation.of(
                RULE, "%s: %d timers were set and fired %d times".formatted(key, armed, fired)));
      }
      if (early > 0) {
        violations.add(Violation.of(RULE, key + ": " + early + " fired before they were due"));
      }
    });
    violations.addAll(Effects.violations(operations, effects));
    return violations;
  }

  /** Whether no timer of {@code keys} is still to fire. */
  public static boolean haveFired(Map<String, Map<String, Long>> keys) {
    return keys.values().stream()
        .allMatch(fields -> fields.getOrDefault("fired", 0L) >= fields.getOrDefault("armed", 0L));
  }
}
