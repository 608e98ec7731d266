package dev.hachi.chaos.checker;

import dev.hachi.chaos.history.Operation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Whether operations could have taken effect one after another, each at one moment between its
 * start and its end, and replied what they did. Keys are independent, so each is checked alone.
 */
public final class Linearizability {
  public static final String RULE = "linearizable per key";

  /** After so many steps for one key the answer is that there is none. */
  static final long STEPS_MAX = 5_000_000;

  private Linearizability() {}

  /**
   * What is not so; empty is good.
   *
   * @param operations of all keys, each under an id of its own
   */
  public static List<Violation> violations(Model model, Collection<Operation> operations) {
    var byKey = operations.stream().collect(Collectors.groupingBy(Operation::key));
    var violations = new ArrayList<Violation>();
    byKey.forEach((key, ofKey) -> {
      switch (Search.run(model, ofKey, STEPS_MAX)) {
        case Search.Verdict.Good _ -> {}
        case Search.Verdict.Bad(var blocked) ->
            violations.add(new Violation(RULE, sentence(blocked), blocked));
        case Search.Verdict.Undecided(var blocked) ->
            violations.add(
                new Violation(
                    RULE,
                    "%s could not be decided in %d steps; it has %d operations"
                        .formatted(key, STEPS_MAX, ofKey.size()),
                    blocked));
      }
    });
    return violations;
  }

  private static String sentence(Operation blocked) {
    return "%s: no order of the operations explains that %s (id %s, by %s) got %s"
        .formatted(
            blocked.key(), blocked.action(), blocked.id(), blocked.replica(), blocked.outcome());
  }
}
