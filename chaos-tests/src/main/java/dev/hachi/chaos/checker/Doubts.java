package dev.hachi.chaos.checker;

import dev.hachi.chaos.history.Action;
import dev.hachi.chaos.history.Operation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * The operations in doubt of one key: each may have taken effect at any time after its start, or
 * never. Equal ones are interchangeable, so the one that started first is always taken first.
 */
final class Doubts {
  /** Equal actions, by their starts in the order of time. */
  private record Kind(Action action, List<Long> starts) {}

  private final List<Kind> kinds = new ArrayList<>();
  private final int[] taken;

  Doubts(Collection<Operation> operations) {
    var byAction = new LinkedHashMap<Action, List<Long>>();
    for (var operation : operations) {
      if (operation.outcome().isInDoubt() && !operation.action().isRead()) {
        byAction.computeIfAbsent(operation.action(), _ -> new ArrayList<>()).add(operation.start());
      }
    }
    byAction.forEach(
        (action, starts) -> kinds.add(new Kind(action, starts.stream().sorted().toList())));
    this.taken = new int[kinds.size()];
  }

  int kinds() {
    return kinds.size();
  }

  Action action(int kind) {
    return kinds.get(kind).action();
  }

  /** Whether one more of {@code kind} had started at {@code time}. */
  boolean isOpen(int kind, long time) {
    var starts = kinds.get(kind).starts();
    return taken[kind] < starts.size() && starts.get(taken[kind]) <= time;
  }

  void take(int kind) {
    taken[kind]++;
  }

  void putBack(int kind) {
    taken[kind]--;
  }

  int taken(int kind) {
    return taken[kind];
  }
}
