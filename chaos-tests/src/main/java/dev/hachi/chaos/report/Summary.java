package dev.hachi.chaos.report;

import dev.hachi.chaos.checker.Finding;
import dev.hachi.chaos.checker.Undecided;
import dev.hachi.chaos.checker.Violation;
import dev.hachi.chaos.history.Fault;
import dev.hachi.chaos.history.History;
import dev.hachi.chaos.history.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a run under overlapping faults came to.
 *
 * @param operations all that was asked
 * @param served how many were answered as they should be
 * @param violations what must not be, too few successes and no fault at all among it
 * @param undecided keys of which nobody knows; too many are a violation
 * @param longestGap the longest time for which the callers of a key waited, with a fault or without
 */
public record Summary(
    History history,
    List<Operation> operations,
    long served,
    List<Violation> violations,
    List<Undecided> undecided,
    Spread latency,
    Spread longestGap) {
  /** In percent of the keys. */
  private static final long UNDECIDED_MAX = 2;

  /** Of all that is in {@code history}; {@code servedMin} is in percent. */
  public static Summary of(History history, List<? extends Finding> found, int servedMin) {
    var operations = history.operations();
    var good = operations.stream().filter(Operation::isServed).toList();
    var violations = new ArrayList<Violation>();
    var undecided = new ArrayList<Undecided>();
    for (var finding : found) {
      switch (finding) {
        case Violation violation -> violations.add(violation);
        case Undecided key -> undecided.add(key);
      }
    }
    var keys = operations.stream().map(Operation::key).distinct().count();
    if (undecided.size() * 100L > UNDECIDED_MAX * keys) {
      violations.add(
          Violation.of(
              "enough decided",
              "%d of %d keys could not be decided, and %d %% may be"
                  .formatted(undecided.size(), keys, UNDECIDED_MAX)));
    }
    if (good.size() * 100L < (long) servedMin * operations.size() || good.isEmpty()) {
      violations.add(
          Violation.of(
              "enough successes",
              "%d of %d requests were served, and %d %% must be"
                  .formatted(good.size(), operations.size(), servedMin)));
    }
    if (history.faults().stream().noneMatch(Fault::happened)) {
      violations.add(Violation.of("faults are real", "no fault shows that it happened"));
    }
    return new Summary(
        history,
        operations,
        good.size(),
        List.copyOf(violations),
        List.copyOf(undecided),
        Spread.of(good.stream().map(Operation::latency).toList()),
        Spread.of(Gaps.of(operations)));
  }

  /** Whether all promises were kept. */
  public boolean isGood() {
    return violations.isEmpty();
  }

  /** How many percent were served. */
  public double availability() {
    return operations.isEmpty() ? 0 : 100.0 * served / operations.size();
  }

  /** The run in one line. */
  public String line() {
    var faults = history.faults();
    return String.format(
        Locale.ROOT,
        "%s: %d requests, %.2f %% served, %d of %d faults made, latency %s, longest gap %s, %d"
            + " violations%s",
        isGood() ? "good" : "BAD",
        operations.size(),
        availability(),
        faults.stream().filter(Fault::happened).count(),
        faults.size(),
        latency,
        longestGap,
        violations.size(),
        undecided.isEmpty() ? "" : ", " + undecided.size() + " keys undecided");
  }

  /** Writes the page, and all operations and events as text, into {@code folder}. */
  public void write(Path folder, String title) throws IOException {
    Files.writeString(folder.resolve("report.html"), Page.of(this, title));
    try (var out = Files.newBufferedWriter(folder.resolve("history.txt"))) {
      for (var event : history.events()) {
        out.write(history.timeOf(event.at()) + " " + event.what() + "\n");
      }
      for (var operation : operations) {
        out.write(
            "%s %s %s %s %s by %s: %s%n"
                .formatted(
                    history.timeOf(operation.start()),
                    history.timeOf(operation.end()),
                    operation.key(),
                    operation.action(),
                    operation.id(),
                    operation.replica(),
                    operation.outcome()));
      }
    }
    for (var violation : violations.stream().limit(20).toList()) {
      System.out.println("violation: " + violation);
    }
    undecided.stream().limit(20).forEach(System.out::println);
    System.out.println("report, history and logs: " + folder.resolve("report.html"));
  }
}
