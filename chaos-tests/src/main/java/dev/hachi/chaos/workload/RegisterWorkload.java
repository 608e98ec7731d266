package dev.hachi.chaos.workload;

import dev.hachi.chaos.checker.Finding;
import dev.hachi.chaos.checker.Linearizability;
import dev.hachi.chaos.checker.Models;
import dev.hachi.chaos.history.Action;
import dev.hachi.chaos.history.History;
import dev.hachi.chaos.history.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Reads, writes of values that are never used again, and compare-and-sets. */
final class RegisterWorkload implements Workload {
  private static final Action READ = new Action.Read();

  private final int keys;
  private final long[] written;
  private long values;

  RegisterWorkload(int keys) {
    this.keys = keys;
    this.written = new long[keys];
  }

  @Override
  public String function() {
    return "register";
  }

  @Override
  public Request next(RandomGenerator random) {
    var number = random.nextInt(keys);
    var choice = random.nextInt(4);
    if (choice < 2) {
      return new Request("r" + number, READ);
    }
    // What was sent last is what the key has, most of the time: so about half succeed.
    var expected = written[number];
    written[number] = ++values;
    var action =
        choice == 2 ? new Action.Write(values) : new Action.CompareAndSet(expected, values);
    return new Request("r" + number, action);
  }

  @Override
  public String key(RandomGenerator random) {
    return "r" + random.nextInt(keys);
  }

  @Override
  public Request.Form form(Action action) {
    return switch (action) {
      case Action.Read _ -> new Request.Form("read", null);
      case Action.Write(var value) -> new Request.Form("write", Long.toString(value));
      case Action.CompareAndSet(var expected, var value) ->
          new Request.Form("cas", "{\"expected\":%d,\"value\":%d}".formatted(expected, value));
      default -> throw new IllegalArgumentException("a register has no action " + action);
    };
  }

  @Override
  public List<Finding> check(History history, Finals finals) {
    var operations = new ArrayList<>(history.operations());
    operations.addAll(finals.read(operations.stream().map(Operation::key).distinct().toList()));
    return Linearizability.findings(Models.REGISTER, operations);
  }

  @Override
  public Optional<Request.Form> nap(Duration duration) {
    return Optional.of(new Request.Form("nap", Long.toString(duration.toMillis())));
  }

  @Override
  public Optional<Request.Form> hold(int bytes) {
    return Optional.of(new Request.Form("hold", Integer.toString(bytes)));
  }
}
