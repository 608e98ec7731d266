package dev.hachi.chaos.checker;

import dev.hachi.chaos.history.Operation;
import dev.hachi.chaos.history.Outcome;
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

  /** After so many steps for one key it stays undecided. */
  static final long STEPS_MAX = 5_000_000;

  private Linearizability() {}

  /**
   * What is not so, and where it is not known; empty is good.
   *
   * @param operations of all keys, each under an id of its own
   */
  public static List<Finding> findings(Model model, Collection<Operation> operations) {
    var byKey = operations.stream().collect(Collectors.groupingBy(Operation::key));
    var findings = new ArrayList<Finding>();
    byKey.forEach((key, ofKey) -> {
      ofKey.stream()
          .filter(Linearizability::isNoNumber)
          .forEach(operation ->
              findings.add(
                  new Violation(RULE, sentence(operation) + ", which is no number", operation)));
      switch (decide(model, ofKey)) {
        case Verdict.Good _ -> {}
        case Verdict.Bad(var blocked) -> {
          findings.add(new Violation(RULE, sentence(blocked), blocked));
        }
        case Verdict.Undecided(var blocked) ->
            findings.add(
                new Undecided(
                    RULE,
                    "%s has %d operations, and %d steps did not suffice"
                        .formatted(key, ofKey.size(), STEPS_MAX),
                    blocked));
      }
    });
    return findings;
  }

  /** No order can explain it, and the search for one does not look at it. */
  private static boolean isNoNumber(Operation operation) {
    return operation.isAcknowledged() && !(operation.outcome() instanceof Outcome.Value);
  }

  private static Verdict decide(Model model, List<Operation> ofKey) {
    var verdict = model == Models.REGISTER ? RegisterOrder.decide(ofKey, model.initial()) : null;
    return verdict != null ? verdict : Search.run(model, ofKey, STEPS_MAX);
  }

  private static String sentence(Operation blocked) {
    return "%s: no order of the operations explains that %s (id %s, by %s) got %s%s"
        .formatted(
            blocked.key(),
            blocked.action(),
            blocked.id(),
            blocked.replica(),
            blocked.outcome(),
            blocked.outcome().isInDoubt() ? ", and that its value was seen" : "");
  }
}
