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
  static final String UNASKED = "timers fire unasked";

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

  /**
   * Those that had not fired when they were long due, until somebody asked their key.
   *
   * @param keys what each replied when it was asked for the first time since it was armed
   */
  public static List<Violation> unfired(Map<String, Map<String, Long>> keys) {
    var violations = new ArrayList<Violation>();
    keys.forEach((key, fields) -> {
      var left = fields.getOrDefault("armed", 0L) - fields.getOrDefault("fired", 0L);
      if (left > 0) {
        violations.add(
            Violation.of(
                UNASKED, key + ": its timer was long due and had not fired when it was asked"));
      }
    });
    return violations;
  }

  /** Whether no timer of {@code keys} is still to fire. */
  public static boolean haveFired(Map<String, Map<String, Long>> keys) {
    return keys.values().stream()
        .allMatch(fields -> fields.getOrDefault("fired", 0L) >= fields.getOrDefault("armed", 0L));
  }
}
