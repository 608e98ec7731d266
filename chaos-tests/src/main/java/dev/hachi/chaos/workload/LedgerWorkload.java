package dev.hachi.chaos.workload;

import dev.hachi.chaos.checker.Checker;
import dev.hachi.chaos.checker.Conservation;
import dev.hachi.chaos.checker.Finding;
import dev.hachi.chaos.checker.Releases;
import dev.hachi.chaos.checker.TimersOnce;
import dev.hachi.chaos.checker.Violation;
import dev.hachi.chaos.history.Action;
import dev.hachi.chaos.history.History;
import dev.hachi.chaos.history.Operation;
import dev.hachi.chaos.history.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Adds, notes from key to key, and timers, of a function whose releases reply who they are. */
public final class LedgerWorkload implements Workload {
  private static final int MILLIS_MAX = 8_000;
  private static final int OF_TEN_ARE_NOTES = 2;
  private static final int OF_TEN_ARE_TIMERS = 1;

  private final int keys;

  public LedgerWorkload(int keys) {
    this.keys = keys;
  }

  @Override
  public String function() {
    return "ledger";
  }

  @Override
  public Request next(RandomGenerator random) {
    return new Request(key(random), action(random));
  }

  private Action action(RandomGenerator random) {
    var choice = random.nextInt(10);
    if (choice < OF_TEN_ARE_NOTES) {
      return new Action.Transfer(key(random), 1);
    }
    return choice < OF_TEN_ARE_NOTES + OF_TEN_ARE_TIMERS
        ? new Action.Arm(random.nextInt(MILLIS_MAX))
        : new Action.Add(1);
  }

  @Override
  public String key(RandomGenerator random) {
    return key(random.nextInt(keys));
  }

  private static String key(int number) {
    return "l" + number;
  }

  @Override
  public Request.Form form(Action action) {
    return switch (action) {
      case Action.Read _ -> new Request.Form("get", null);
      case Action.Add(var amount) -> new Request.Form("add", Long.toString(amount));
      case Action.Transfer(var to, var _) -> new Request.Form("pass", '"' + to + '"');
      case Action.Arm(var millis) -> new Request.Form("arm", Long.toString(millis));
      default -> throw new IllegalArgumentException("a ledger has no action " + action);
    };
  }

  @Override
  public List<Finding> check(History history, Finals finals) {
    var all = IntStream.range(0, keys).mapToObj(LedgerWorkload::key).toList();
    var settled = finals.settled(all, LedgerWorkload::isSettled);
    var operations = history.operations();
    var findings = new ArrayList<Finding>(Releases.violations(operations));
    var adds = operations.stream().filter(one -> one.action() instanceof Action.Add).toList();
    Checker.violations(adds.stream().map(LedgerWorkload::counted).toList(), of(settled, "adds"))
        .forEach(sentence -> findings.add(Violation.of("no add lost or made twice", sentence)));
    findings.addAll(Conservation.notes(of(operations, Action.Transfer.class), settled));
    findings.addAll(TimersOnce.violations(of(operations, Action.Arm.class), settled));
    return findings;
  }

  private static boolean isSettled(Map<String, Map<String, Long>> fields) {
    return TimersOnce.haveFired(fields)
        && Conservation.sum(fields, "sent") == Conservation.sum(fields, "received");
  }

  private static List<Operation> of(List<Operation> operations, Class<? extends Action> kind) {
    return operations.stream().filter(one -> kind.isInstance(one.action())).toList();
  }

  private static Map<String, Long> of(Map<String, Map<String, Long>> keys, String field) {
    var values = new HashMap<String, Long>();
    keys.forEach((key, fields) -> values.put(key, fields.getOrDefault(field, 0L)));
    return values;
  }

  /** The same with the count alone as its reply. */
  private static Operation counted(Operation add) {
    return Releases.done(add)
        .map(done ->
            new Operation(
                add.key(),
                add.id(),
                add.action(),
                add.replica(),
                add.intended(),
                add.start(),
                add.end(),
                new Outcome.Value(done.adds())))
        .orElse(add);
  }
}
