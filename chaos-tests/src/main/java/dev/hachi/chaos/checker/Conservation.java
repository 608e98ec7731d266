package dev.hachi.chaos.checker;

import dev.hachi.chaos.history.Action.Transfer;
import dev.hachi.chaos.history.Operation;
import dev.hachi.chaos.history.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** That money is neither made nor lost, whatever becomes of accounts and messages. */
public final class Conservation {
  static final String RULE = "conservation of money";

  private Conservation() {}

  /**
   * What was violated.
   *
   * @param operations all transfers
   * @param accounts {@code balance}, {@code sent} and {@code received} of each at the end
   * @param atFirst what each had at first
   */
  public static List<Violation> violations(
      Collection<Operation> operations, Map<String, Map<String, Long>> accounts, long atFirst) {
    var violations = new ArrayList<Violation>();
    for (var operation : operations) {
      if (operation.outcome() instanceof Outcome.Value(var left) && left < 0) {
        violations.add(
            new Violation(RULE, operation.key() + " has a balance of " + left, operation));
      }
    }
    violations.addAll(notes(operations, accounts));
    var total = sum(accounts, "balance");
    if (total != atFirst * accounts.size()) {
      violations.add(
          Violation.of(
              RULE,
              "%d accounts began with %d together and have %d"
                  .formatted(accounts.size(), atFirst * accounts.size(), total)));
    }
    return violations;
  }

  /**
   * What was violated of messages alone: each that was sent arrives once, and where it was sent to.
   *
   * @param operations all that sent one
   * @param keys {@code sent} and {@code received} of each at the end
   */
  public static List<Violation> notes(
      Collection<Operation> operations, Map<String, Map<String, Long>> keys) {
    var sent = sum(keys, "sent");
    var received = sum(keys, "received");
    var violations = new ArrayList<Violation>();
    if (sent != received) {
      violations.add(
          Violation.of(RULE, "%d transfers left and %d arrived".formatted(sent, received)));
    }
    violations.addAll(Effects.violations(operations, ofEach(keys, "sent")));
    var transfers =
        operations.stream().filter(operation -> operation.action() instanceof Transfer).toList();
    violations.addAll(
        Effects.violations(
            transfers, Conservation::receiver, "transfers to it", ofEach(keys, "received")));
    return violations;
  }

  private static String receiver(Operation transfer) {
    return transfer.action() instanceof Transfer(var to, var _) ? to : transfer.key();
  }

  private static Map<String, Long> ofEach(Map<String, Map<String, Long>> keys, String field) {
    var values = new HashMap<String, Long>();
    keys.forEach((key, fields) -> values.put(key, fields.getOrDefault(field, 0L)));
    return values;
  }

  /** The sum of one field over all keys. */
  public static long sum(Map<String, Map<String, Long>> keys, String field) {
    return keys.values().stream().mapToLong(fields -> fields.getOrDefault(field, 0L)).sum();
  }
}
