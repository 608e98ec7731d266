package dev.hachi.chaos.checker;

import dev.hachi.chaos.history.Operation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** How often the changes of each key took effect, against how often they were acknowledged. */
final class Effects {
  static final String RULE = "no acknowledged change lost or doubled";

  private Effects() {}

  /**
   * What was lost or doubled.
   *
   * @param operations each under an id of its own
   * @param effects by key, how many took effect
   */
  static List<Violation> violations(Collection<Operation> operations, Map<String, Long> effects) {
    var changes = operations.stream().filter(operation -> !operation.action().isRead()).toList();
    return violations(changes, Operation::key, "changes", effects);
  }

  /**
   * The same of what took effect for another key than was asked.
   *
   * @param affected for which key each of {@code changes} takes effect
   * @param what they are, in one word
   */
  static List<Violation> violations(
      Collection<Operation> changes,
      Function<Operation, String> affected,
      String what,
      Map<String, Long> effects) {
    var acknowledged = new HashMap<String, Long>();
    var doubts = new HashMap<String, Long>();
    for (var change : changes) {
      if (change.isAcknowledged()) {
        acknowledged.merge(affected.apply(change), 1L, Long::sum);
      } else if (change.outcome().isInDoubt()) {
        doubts.merge(affected.apply(change), 1L, Long::sum);
      }
    }
    var violations = new ArrayList<Violation>();
    effects.forEach((key, count) -> {
      var least = acknowledged.getOrDefault(key, 0L);
      var most = least + doubts.getOrDefault(key, 0L);
      if (count < least || count > most) {
        violations.add(
            Violation.of(
                RULE,
                "%s: %d %s were acknowledged, %d are in doubt, and %d took effect: %s"
                    .formatted(
                        key,
                        least,
                        what,
                        most - least,
                        count,
                        count < least ? "some are lost" : "some were made twice")));
      }
    });
    return violations;
  }
}
