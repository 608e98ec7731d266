package dev.hachi.chaos.checker;

import dev.hachi.chaos.history.Operation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
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
      switch (decide(model, ofKey)) {
        case Search.Verdict.Good _ -> {}
        case Search.Verdict.Bad(var blocked) -> {
          var asked = asAsked(ofKey, blocked);
          findings.add(new Violation(RULE, sentence(asked), asked));
        }
        case Search.Verdict.Undecided(var blocked) ->
            findings.add(contradictionOr(undecided(key, ofKey, blocked), model, ofKey));
      }
    });
    return findings;
  }

  private static Finding contradictionOr(Undecided undecided, Model model, List<Operation> ofKey) {
    var contradiction =
        model == Models.REGISTER
            ? Reigns.contradiction(ofKey, model.initial())
            : Optional.<Violation>empty();
    return contradiction.isPresent() ? contradiction.get() : undecided;
  }

  private static Undecided undecided(String key, List<Operation> ofKey, Operation blocked) {
    return new Undecided(
        RULE,
        "%s has %d operations, and %d steps did not suffice"
            .formatted(key, ofKey.size(), STEPS_MAX),
        asAsked(ofKey, blocked));
  }

  /** By the simplest reading that can tell. */
  private static Search.Verdict decide(Model model, List<Operation> ofKey) {
    var readings =
        model == Models.REGISTER
            ? RegisterDoubts.readings(ofKey, model.initial())
            : List.of(Reading.exact(ofKey));
    for (var reading : readings) {
      var verdict = Search.run(model, reading.operations(), STEPS_MAX);
      var isTold =
          switch (verdict) {
            case Search.Verdict.Good _ -> reading.provesGood();
            case Search.Verdict.Bad _ -> reading.provesBad();
            case Search.Verdict.Undecided _ -> false;
          };
      if (isTold || reading.equals(readings.getLast())) {
        return verdict;
      }
    }
    throw new AssertionError("there is always one reading");
  }

  /** As its caller saw it, whatever was settled about it since. */
  private static Operation asAsked(List<Operation> ofKey, Operation settled) {
    return ofKey.stream()
        .filter(operation -> operation.id().equals(settled.id()))
        .findFirst()
        .orElse(settled);
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
