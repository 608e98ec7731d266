package dev.hachi.chaos.checker;

import dev.hachi.chaos.history.Action;
import dev.hachi.chaos.history.Action.CompareAndSet;
import dev.hachi.chaos.history.Action.Read;
import dev.hachi.chaos.history.Action.Write;
import dev.hachi.chaos.history.Operation;
import dev.hachi.chaos.history.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Settles doubts about the changes of one register. A change whose value was seen, and that nothing
 * else can have made, took effect, before the first of those who saw it ended; what it saw itself,
 * as a compare-and-set, counts too. All others can explain one thing only: that a compare-and-set
 * failed, as the value was another for a while. So the rest is good if it is good without them, and
 * bad if it is bad with each of them setting a value of which nobody expects anything.
 */
final class RegisterDoubts {
  private final List<Operation> operations;
  private final long initial;

  /** What was seen, and when the first who saw it ended. */
  private final Map<Long, Long> seen = new HashMap<>();

  /** How many changes there may have been to a value. */
  private final Map<Long, Integer> makers = new HashMap<>();

  private final Set<Long> mentioned = new HashSet<>();

  private RegisterDoubts(Collection<Operation> ofKey, long initial) {
    this.operations = new ArrayList<>(ofKey);
    this.initial = initial;
    mentioned.add(initial);
    operations.forEach(this::note);
  }

  /** From the simplest to the exact one. */
  static List<Reading> readings(Collection<Operation> ofKey, long initial) {
    var doubts = new RegisterDoubts(ofKey, initial);
    while (doubts.settleSeen()) {
      // what one change saw may settle another
    }
    var exact = Reading.exact(doubts.operations);
    return doubts.operations.stream().anyMatch(RegisterDoubts::isChangeInDoubt)
        ? List.of(
            new Reading(doubts.without(), true, false),
            new Reading(doubts.withNobodys(), false, true),
            exact)
        : List.of(exact);
  }

  private void note(Operation operation) {
    if (operation.action() instanceof CompareAndSet(var expected, var _)) {
      mentioned.add(expected);
    }
    if (operation.outcome() instanceof Outcome.Value(var reply)) {
      switch (operation.action()) {
        case Read _ -> {
          mentioned.add(reply);
          see(reply, operation.end());
        }
        case CompareAndSet(var expected, var _) when reply == 1 -> see(expected, operation.end());
        default -> {}
      }
    }
    var value = made(operation);
    if (value != null) {
      makers.merge(value, 1, Integer::sum);
    }
  }

  private void see(long value, long end) {
    seen.merge(value, end, Math::min);
  }

  /** The value that it set if it took effect; null when it cannot have set any. */
  private static @Nullable Long made(Operation operation) {
    var isPossible =
        switch (operation.outcome()) {
          case Outcome.Value(var reply) ->
              !(operation.action() instanceof CompareAndSet) || reply == 1;
          default -> operation.outcome().isInDoubt();
        };
    if (!isPossible) {
      return null;
    }
    return switch (operation.action()) {
      case Write(var value) -> value;
      case CompareAndSet(var _, var value) -> value;
      default -> null;
    };
  }

  // ---- what was seen ----------------------------------------------------------------------------

  private boolean settleSeen() {
    var isChanged = false;
    for (var place = 0; place < operations.size(); place++) {
      var operation = operations.get(place);
      var value = operation.outcome().isInDoubt() ? made(operation) : null;
      var end = value == null ? null : seen.get(value);
      if (value == null || end == null || !isOnlyMaker(value) || end < operation.start()) {
        continue;
      }
      operations.set(place, took(operation, end));
      if (operation.action() instanceof CompareAndSet(var expected, var _)) {
        see(expected, end);
      }
      isChanged = true;
    }
    return isChanged;
  }

  private boolean isOnlyMaker(long value) {
    return value != initial && makers.getOrDefault(value, 0) == 1;
  }

  private static Operation took(Operation operation, long end) {
    var reply = operation.action() instanceof Write(var value) ? value : 1;
    return new Operation(
        operation.key(),
        operation.id(),
        operation.action(),
        operation.replica(),
        operation.intended(),
        operation.start(),
        end,
        new Outcome.Value(reply));
  }

  // ---- what was not -----------------------------------------------------------------------------

  private static boolean isChangeInDoubt(Operation operation) {
    return operation.outcome().isInDoubt() && made(operation) != null;
  }

  private List<Operation> without() {
    return operations.stream().filter(operation -> !isChangeInDoubt(operation)).toList();
  }

  private List<Operation> withNobodys() {
    var nobodys = nobodys();
    var needed = needed();
    return operations.stream()
        .map(operation ->
            isChangeInDoubt(operation) && !needed.contains(made(operation))
                ? with(operation, new Write(nobodys))
                : operation)
        .toList();
  }

  /** Values that were seen, and those that a change to one of them expects. */
  private Set<Long> needed() {
    var needed = new HashSet<>(seen.keySet());
    for (var before = -1; before < needed.size(); ) {
      before = needed.size();
      for (var operation : operations) {
        if (isChangeInDoubt(operation)
            && operation.action() instanceof CompareAndSet(var expected, var value)
            && needed.contains(value)) {
          needed.add(expected);
        }
      }
    }
    return needed;
  }

  /** A value that nothing mentions or makes. */
  private long nobodys() {
    var value = Long.MIN_VALUE;
    while (mentioned.contains(value) || makers.containsKey(value)) {
      value++;
    }
    return value;
  }

  private static Operation with(Operation operation, Action action) {
    return new Operation(
        operation.key(),
        operation.id(),
        action,
        operation.replica(),
        operation.intended(),
        operation.start(),
        operation.end(),
        operation.outcome());
  }
}
