package dev.hachi.chaos.checker;

import dev.hachi.chaos.history.Operation;
import dev.hachi.chaos.history.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** That code of an older release never stores over what a newer one has stored. */
public final class Releases {
  public static final String RULE = "no older release stores over a newer one";
  private static final Pattern DONE =
      Pattern.compile("\\{\"adds\":(\\d+),\"release\":(\\d+),\"base\":(\\d+)}");

  /**
   * What a change replied.
   *
   * @param adds of its key so far
   * @param release of the code that made it
   * @param base of its key; the same for ever once a newer release has upgraded the state
   */
  public record Done(Operation operation, long adds, int release, long base) {}

  private Releases() {}

  /** What the operation replied; empty when it was not acknowledged. */
  public static Optional<Done> done(Operation operation) {
    if (!(operation.outcome() instanceof Outcome.Text(var text))) {
      return Optional.empty();
    }
    var matcher = DONE.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new Done(
                operation,
                Long.parseLong(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Long.parseLong(matcher.group(3))))
        : Optional.empty();
  }

  /** What was violated by {@code changes}; empty is good. */
  public static List<Violation> violations(Collection<Operation> changes) {
    var violations = new ArrayList<Violation>();
    changes.stream()
        .flatMap(change -> done(change).stream())
        .collect(Collectors.groupingBy(done -> done.operation().key()))
        .forEach((key, ofKey) -> {
          checkBases(key, ofKey, violations);
          checkOrder(key, ofKey, violations);
        });
    return violations;
  }

  private static void checkBases(String key, List<Done> ofKey, List<Violation> violations) {
    var bases =
        ofKey.stream().filter(done -> done.release() > 1).map(Done::base).distinct().toList();
    if (bases.size() > 1) {
      violations.add(
          Violation.of(
              RULE,
              "%s: its state was upgraded more than once, after %s changes".formatted(key, bases)));
    }
  }

  private static void checkOrder(String key, List<Done> ofKey, List<Violation> violations) {
    var firstNewer =
        ofKey.stream()
            .filter(done -> done.release() > 1)
            .min(Comparator.comparingLong(done -> done.operation().end()));
    firstNewer.ifPresent(newer ->
        ofKey.stream()
            .filter(done -> done.release() < newer.release())
            .filter(done -> done.operation().start() > newer.operation().end())
            .findFirst()
            .ifPresent(older ->
                violations.add(
                    new Violation(
                        RULE,
                        "%s: %s was changed by release %d after release %d had changed it"
                            .formatted(
                                key, older.operation().id(), older.release(), newer.release()),
                        older.operation()))));
  }
}
