package dev.hachi.chaos.workload;

import dev.hachi.chaos.checker.TimersOnce;
import dev.hachi.chaos.checker.Violation;
import dev.hachi.chaos.history.Action;
import dev.hachi.chaos.history.Fault;
import dev.hachi.chaos.history.History;
import dev.hachi.chaos.history.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Timers that fire within seconds, many of them while something is broken. Some keys are asked once
 * only: nobody but their timer wakes them then.
 */
final class TimersWorkload implements Workload {
  private static final int MILLIS_MAX = 8_000;
  private static final String QUIET = "quiet";

  /** Of so many requests one is for a key of its own. */
  private static final int ONE_QUIET_OF = 4;

  /** After this a timer that could not be run when it was due is tried again. */
  private static final Duration TRIED_AGAIN_AFTER = Duration.ofSeconds(30);

  private static final Duration SLACK = Duration.ofSeconds(5);

  private final int keys;
  private long requests;

  TimersWorkload(int keys) {
    this.keys = keys;
  }

  @Override
  public String function() {
    return "alarm";
  }

  @Override
  public Request next(RandomGenerator random) {
    requests++;
    var key = requests % ONE_QUIET_OF == 0 ? QUIET + requests : key(random.nextInt(keys));
    return new Request(key, new Action.Arm(random.nextInt(MILLIS_MAX)));
  }

  private static String key(int number) {
    return "t" + number;
  }

  @Override
  public String key(RandomGenerator random) {
    return key(random.nextInt(keys));
  }

  @Override
  public Request.Form form(Action action) {
    return switch (action) {
      case Action.Read _ -> new Request.Form("get", null);
      case Action.Arm(var millis) -> new Request.Form("arm", Long.toString(millis));
      default -> throw new IllegalArgumentException("an alarm has no action " + action);
    };
  }

  @Override
  public List<Violation> check(History history, Finals finals) throws InterruptedException {
    var operations = history.operations();
    awaitDue(history);
    var quiet =
        operations.stream()
            .map(Operation::key)
            .filter(key -> key.startsWith(QUIET))
            .distinct()
            .toList();
    var violations = new ArrayList<>(TimersOnce.unfired(finals.fields(quiet)));
    var all = new ArrayList<>(quiet);
    IntStream.range(0, keys).mapToObj(TimersWorkload::key).forEach(all::add);
    var settled = finals.settled(all, TimersOnce::haveFired);
    violations.addAll(TimersOnce.violations(operations, settled));
    return violations;
  }

  /** Until each timer must have fired, whatever its replica went through. */
  private static void awaitDue(History history) throws InterruptedException {
    var armed = history.operations().stream().mapToLong(Operation::end).max().orElse(0);
    var broken = history.faults().stream().mapToLong(Fault::end).max().orElse(0);
    var due =
        Math.max(
            armed + Duration.ofMillis(MILLIS_MAX).toNanos(), broken + TRIED_AGAIN_AFTER.toNanos());
    var left = due + SLACK.toNanos() - System.nanoTime();
    Thread.sleep(Duration.ofNanos(Math.max(0, left)));
  }

  @Override
  public boolean needsClocks() {
    return true;
  }
}
