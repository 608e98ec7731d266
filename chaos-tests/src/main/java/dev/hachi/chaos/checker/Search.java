package dev.hachi.chaos.checker;

import dev.hachi.chaos.history.Operation;
import dev.hachi.chaos.history.Outcome;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/**
 * The search for an order of one key's operations that explains all replies, depth first: Wing and
 * Gong's, with Lowe's memory of configurations that led nowhere. A configuration is which
 * operations have been placed, and the state after them. Operations in doubt are placed last, only
 * where nothing else fits: most never took effect.
 */
final class Search {
  /**
   * One operation that was placed.
   *
   * @param number of the operation; of a kind in doubt its complement, which is negative
   * @param before the state until then
   */
  private record Placed(int number, long before) {}

  private static final long OTHER_HALF = 0x9e3779b97f4a7c15L;

  private final Model model;
  private final List<Operation> known;
  private final long[] replies;
  private final Timeline timeline;
  private final Doubts doubts;
  private final Seen seen = new Seen();
  private final Deque<Placed> order = new ArrayDeque<>();
  private long state;
  private long one;
  private long other;

  /** The next to try: an event of the timeline, or of a kind in doubt the complement. */
  private int cursor;

  private int placed;
  private int farthest = -1;
  private int blocked;

  private Search(Model model, Collection<Operation> operations) {
    this.model = model;
    this.known =
        operations.stream()
            .filter(operation -> operation.outcome() instanceof Outcome.Value)
            .toList();
    this.replies =
        known.stream()
            .mapToLong(
                operation -> operation.outcome() instanceof Outcome.Value(var value) ? value : 0)
            .toArray();
    this.timeline = new Timeline(known);
    this.doubts = new Doubts(operations);
    this.state = model.initial();
    this.cursor = timeline.next(0);
  }

  /** Searches for {@code stepsMax} steps at most. */
  static Verdict run(Model model, Collection<Operation> ofKey, long stepsMax) {
    return new Search(model, ofKey).run(stepsMax);
  }

  private Verdict run(long stepsMax) {
    for (var step = 0L; !timeline.isEmpty(); step++) {
      if (step >= stepsMax) {
        return new Verdict.Undecided(known.get(Math.max(blocked, 0)));
      }
      if (!tryNext() && !goBack()) {
        return new Verdict.Bad(known.get(blocked));
      }
    }
    return new Verdict.Good();
  }

  /** Tries what is at the cursor; false when nothing is left to try here. */
  private boolean tryNext() {
    if (cursor < 0) {
      return tryDoubt(~cursor);
    }
    if (!timeline.isStart(cursor)) {
      cursor = ~0; // what ends here must be placed before anything that starts later
      return true;
    }
    var number = timeline.operation(cursor);
    cursor = timeline.next(cursor);
    var action = known.get(number).action();
    if (model.allows(state, action, replies[number])) {
      place(number, model.after(state, action));
    }
    return true;
  }

  private boolean tryDoubt(int kind) {
    if (kind >= doubts.kinds()) {
      noteFarthest();
      return false;
    }
    cursor = ~(kind + 1);
    var after = model.after(state, doubts.action(kind));
    if (after != state && doubts.isOpen(kind, known.get(timeline.firstEnding()).end())) {
      place(~kind, after);
    }
    return true;
  }

  private void place(int number, long after) {
    toggle(number);
    if (!seen.add(one ^ Seen.mix(after), other ^ Seen.mix(after + OTHER_HALF))) {
      toggleBack(number);
      return;
    }
    if (number >= 0) {
      timeline.take(number);
      placed++;
    }
    order.push(new Placed(number, state));
    state = after;
    cursor = timeline.next(0);
  }

  /** Takes the last one back and goes on behind it; false when there is none. */
  private boolean goBack() {
    var last = order.poll();
    if (last == null) {
      return false;
    }
    state = last.before();
    toggleBack(last.number());
    if (last.number() >= 0) {
      timeline.putBack(last.number());
      placed--;
      cursor = timeline.next(timeline.startOf(last.number()));
    } else {
      cursor = last.number() - 1; // the complement of the next kind
    }
    return true;
  }

  private void noteFarthest() {
    if (placed > farthest) {
      farthest = placed;
      blocked = timeline.firstEnding();
    }
  }

  // ---- the fingerprint of what is placed: the sum of random numbers of each
  // ----------------------

  private void toggle(int number) {
    if (number >= 0) {
      change(2L * number);
    } else {
      change(code(~number));
      doubts.take(~number);
    }
  }

  private void toggleBack(int number) {
    if (number >= 0) {
      change(2L * number);
    } else {
      doubts.putBack(~number);
      change(code(~number));
    }
  }

  private long code(int kind) {
    return 2 * (((long) kind << 32) + doubts.taken(kind)) + 1;
  }

  private void change(long code) {
    one ^= Seen.mix(code + 1);
    other ^= Seen.mix(~code * OTHER_HALF);
  }
}
