package dev.hachi.chaos.workload;

import dev.hachi.chaos.checker.Checker;
import dev.hachi.chaos.checker.Finding;
import dev.hachi.chaos.checker.Linearizability;
import dev.hachi.chaos.checker.Models;
import dev.hachi.chaos.checker.Violation;
import dev.hachi.chaos.history.Action;
import dev.hachi.chaos.history.History;
import dev.hachi.chaos.history.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Adds 1, and reads, as {@code samples/counter} knows it. */
public final class CounterWorkload implements Workload {
  private static final Action ADD = new Action.Add(1);
  private static final Action READ = new Action.Read();

  private final int keys;
  private final double reads;

  /**
   * Over {@code keys} keys.
   *
   * @param reads the part of all requests that only read, 0 to 1
   */
  public CounterWorkload(int keys, double reads) {
    this.keys = keys;
    this.reads = reads;
  }

  /** The name of a key by its number. */
  public static String key(int number) {
    return "k" + number;
  }

  /** One more add. */
  public static Request add(String key) {
    return new Request(key, ADD);
  }

  @Override
  public String function() {
    return "counter";
  }

  @Override
  public Request next(RandomGenerator random) {
    var key = key(random.nextInt(keys));
    return new Request(key, random.nextDouble() < reads ? READ : ADD);
  }

  @Override
  public String key(RandomGenerator random) {
    return key(random.nextInt(keys));
  }

  @Override
  public Request.Form form(Action action) {
    return switch (action) {
      case Action.Add(var amount) -> new Request.Form("add", Long.toString(amount));
      case Action.Read _ -> new Request.Form("get", null);
      default -> throw new IllegalArgumentException("a counter has no action " + action);
    };
  }

  @Override
  public List<Finding> check(History history, Finals finals) {
    var operations = history.operations();
    var keys = operations.stream().map(Operation::key).distinct().toList();
    var last = finals.values(keys);
    var findings = new ArrayList<Finding>();
    for (var sentence : Checker.violations(operations, last)) {
      findings.add(Violation.of("no add lost or made twice", sentence));
    }
    if (reads > 0) { // otherwise an id may have been used twice, which only the above knows
      findings.addAll(Linearizability.findings(Models.COUNTER, operations));
    }
    return findings;
  }
}
