package dev.hachi.chaos.checker;

import dev.hachi.chaos.history.Operation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
    var acknowledged = new HashMap<String, Long>();
    var doubts = new HashMap<String, Long>();
    for (var operation : operations) {
      if (operation.action().isRead()) {
        continue;
      }
      if (operation.isAcknowledged()) {
        acknowledged.merge(operation.key(), 1L, Long::sum);
      } else if (operation.outcome().isInDoubt()) {
        doubts.merge(operation.key(), 1L, Long::sum);
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
                "%s: %d changes were acknowledged, %d are in doubt, and %d took effect: %s"
                    .formatted(
                        key,
                        least,
                        most - least,
                        count,
                        count < least ? "some are lost" : "some were made twice")));
      }
    });
    return violations;
  }
}
