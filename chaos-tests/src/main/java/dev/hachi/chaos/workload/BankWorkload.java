package dev.hachi.chaos.workload;

import dev.hachi.chaos.checker.Conservation;
import dev.hachi.chaos.checker.Violation;
import dev.hachi.chaos.history.Action;
import dev.hachi.chaos.history.History;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Transfers between accounts; each is a change of one key and a message to another. */
final class BankWorkload implements Workload {
  private static final long AT_FIRST = 1_000;
  private static final int AMOUNT_MAX = 100;

  private final int accounts;

  BankWorkload(int accounts) {
    this.accounts = Math.max(2, accounts);
  }

  @Override
  public String function() {
    return "bank";
  }

  @Override
  public Request next(RandomGenerator random) {
    var from = random.nextInt(accounts);
    var to = (from + random.nextInt(1, accounts)) % accounts;
    return new Request(
        account(from), new Action.Transfer(account(to), random.nextInt(1, AMOUNT_MAX)));
  }

  private static String account(int number) {
    return "a" + number;
  }

  @Override
  public String key(RandomGenerator random) {
    return account(random.nextInt(accounts));
  }

  @Override
  public Request.Form form(Action action) {
    return switch (action) {
      case Action.Read _ -> new Request.Form("get", null);
      case Action.Transfer(var to, var amount) ->
          new Request.Form("transfer", "{\"to\":\"%s\",\"amount\":%d}".formatted(to, amount));
      default -> throw new IllegalArgumentException("a bank has no action " + action);
    };
  }

  @Override
  public List<Violation> check(History history, Finals finals) throws InterruptedException {
    var all = IntStream.range(0, accounts).mapToObj(BankWorkload::account).toList();
    var settled =
        finals.settled(
            all,
            fields -> Conservation.sum(fields, "sent") == Conservation.sum(fields, "received"));
    return Conservation.violations(history.operations(), settled, AT_FIRST);
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
