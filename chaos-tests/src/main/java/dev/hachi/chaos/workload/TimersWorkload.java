package dev.hachi.chaos.workload;

import dev.hachi.chaos.checker.TimersOnce;
import dev.hachi.chaos.checker.Violation;
import dev.hachi.chaos.history.Action;
import dev.hachi.chaos.history.History;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Timers that fire within seconds, many of them while something is broken. */
final class TimersWorkload implements Workload {
  private static final int MILLIS_MAX = 8_000;

  private final int keys;

  TimersWorkload(int keys) {
    this.keys = keys;
  }

  @Override
  public String function() {
    return "alarm";
  }

  @Override
  public Request next(RandomGenerator random) {
    return new Request(key(random.nextInt(keys)), new Action.Arm(random.nextInt(MILLIS_MAX)));
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
    var all = IntStream.range(0, keys).mapToObj(TimersWorkload::key).toList();
    var settled = finals.settled(all, TimersOnce::haveFired);
    return TimersOnce.violations(history.operations(), settled);
  }
}
