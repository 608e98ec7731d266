package dev.hachi.chaos.checker;

import dev.hachi.chaos.history.Repetition;
import java.util.Collection;
import java.util.List;

/** That what is asked for again under its id gets the first reply again. */
public final class Repetitions {
  static final String RULE = "an id takes effect once";

  private Repetitions() {}

  /** What was violated. One that gets no reply says nothing. */
  public static List<Violation> violations(Collection<Repetition> repetitions) {
    return repetitions.stream().filter(Repetitions::differs).map(Repetitions::violation).toList();
  }

  /** A handler that refuses has run again as well. */
  private static boolean differs(Repetition repetition) {
    var again = repetition.outcome();
    var hasRun = again.isReply() || again.isRefusal();
    return hasRun && !again.equals(repetition.first().outcome());
  }

  private static Violation violation(Repetition repetition) {
    var first = repetition.first();
    return new Violation(
        RULE,
        "%s: id %s was answered %s by %s, and %s when %s was asked again"
            .formatted(
                first.key(),
                first.id(),
                first.outcome(),
                first.replica(),
                repetition.outcome(),
                repetition.replica()),
        first);
  }
}
