package dev.hachi.chaos.report;

import dev.hachi.chaos.history.Event;
import dev.hachi.chaos.history.History;
import dev.hachi.chaos.history.Operation;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What a run came to.
 *
 * @param requests all adds
 * @param perSecond of those that were answered with a value
 * @param failures those that got no value from a replica to which nothing had happened
 * @param lost those that got none because their replica was broken
 * @param latency of those that were answered with a value
 * @param gaps by key, the longest time for which its callers waited
 * @param recoveries by fault and key of the broken replica, until it was served again
 * @param violations of the checker
 */
public record Report(
    int requests,
    double perSecond,
    List<Operation> failures,
    int lost,
    Spread latency,
    Spread gaps,
    Spread recoveries,
    List<String> violations) {
  /** Of all that is in {@code history}. */
  public static Report of(History history, List<Duration> recoveries, List<String> violations) {
    return of(history, recoveries, violations, operation -> false);
  }

  /** The same, when some failures are what should be; they count as lost. */
  public static Report of(
      History history,
      List<Duration> recoveries,
      List<String> violations,
      Predicate<Operation> isExpected) {
    var all = history.operations();
    var good = all.stream().filter(Operation::isAcknowledged).toList();
    var begin = all.stream().mapToLong(Operation::intended).min().orElse(0);
    var end = all.stream().mapToLong(Operation::end).max().orElse(1);
    var failures =
        history.failures().stream().filter(operation -> !isExpected.test(operation)).toList();
    return new Report(
        all.size(),
        good.size() * 1e9 / (end - begin),
        failures,
        all.size() - good.size() - failures.size(),
        Spread.of(good.stream().map(Operation::latency).toList()),
        Spread.of(Gaps.of(all)),
        Spread.of(recoveries),
        violations);
  }

  /** One line, and a table. */
  public String text() {
    return String.format(
        Locale.ROOT,
        """
        %s: %d requests, %d failed, %d lost with their replica, %d violations
          throughput      %.0f/s
          latency         %s
          gap per key     %s
          served again    %s  (%d keys of broken replicas)
        """,
        failures.isEmpty() && violations.isEmpty() ? "good" : "BAD",
        requests,
        failures.size(),
        lost,
        violations.size(),
        perSecond,
        latency,
        gaps,
        recoveries,
        recoveries.count());
  }

  /** Each violation and failure, with what had been done last before it. */
  public String evidence(History history) {
    return violations.stream()
            .map(violation -> "violation: " + violation + "\n")
            .collect(Collectors.joining())
        + failures.stream()
            .sorted(Comparator.comparingLong(Operation::end))
            .map(operation -> line(history, operation))
            .collect(Collectors.joining());
  }

  /** One operation, its times by the clock and since what was done last before its end. */
  public static String line(History history, Operation operation) {
    var last =
        history.events().stream()
            .filter(event -> event.at() <= operation.end())
            .max(Comparator.comparingLong(Event::at))
            .orElse(new Event(operation.intended(), "it was due"));
    return String.format(
        Locale.ROOT,
        "%s sent, %s ended, %d ms after %s: %s key %s id %s: %s%n",
        history.timeOf(operation.start()),
        history.timeOf(operation.end()),
        (operation.end() - last.at()) / 1_000_000,
        last.what(),
        operation.replica(),
        operation.key(),
        operation.id(),
        operation.outcome());
  }
}
