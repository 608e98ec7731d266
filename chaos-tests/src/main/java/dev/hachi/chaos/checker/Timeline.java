package dev.hachi.chaos.checker;

import dev.hachi.chaos.history.Operation;
import java.util.Arrays;
import java.util.List;

/**
 * Starts and ends of operations in the order of time, as a linked list from which operations can be
 * taken and put back in reverse order. Event 0 is before all others; NONE is the end.
 */
final class Timeline {
  static final int NONE = -1;

  private final List<Operation> operations;
  private final int[] operationOf;
  private final int[] startOf;
  private final int[] endOf;
  private final int[] next;
  private final int[] previous;

  Timeline(List<Operation> operations) {
    this.operations = operations;
    var count = operations.size();
    this.operationOf = new int[2 * count + 1];
    this.startOf = new int[count];
    this.endOf = new int[count];
    this.next = new int[2 * count + 1];
    this.previous = new int[2 * count + 1];
    order(count);
  }

  private void order(int count) {
    // Even numbers are starts, odd ones ends; of the same time starts are first: they overlap.
    var events = new Integer[2 * count];
    Arrays.setAll(events, number -> number);
    Arrays.sort(
        events,
        (one, other) -> {
          var byTime = Long.compare(time(one), time(other));
          return byTime != 0 ? byTime : Integer.compare(one & 1, other & 1);
        });
    for (var at = 1; at <= events.length; at++) {
      int event = events[at - 1];
      operationOf[at] = event / 2;
      ((event & 1) == 0 ? startOf : endOf)[event / 2] = at;
      previous[at] = at - 1;
      next[at - 1] = at;
    }
    next[events.length] = NONE;
  }

  private long time(int event) {
    var operation = operations.get(event / 2);
    return (event & 1) == 0 ? operation.start() : operation.end();
  }

  int next(int event) {
    return next[event];
  }

  int operation(int event) {
    return operationOf[event];
  }

  boolean isStart(int event) {
    return startOf[operationOf[event]] == event;
  }

  int startOf(int operation) {
    return startOf[operation];
  }

  boolean isEmpty() {
    return next[0] == NONE;
  }

  /** The operation that ends first; there must be one. */
  int firstEnding() {
    var event = next[0];
    while (isStart(event)) {
      event = next[event];
    }
    return operationOf[event];
  }

  void take(int operation) {
    unlink(startOf[operation]);
    unlink(endOf[operation]);
  }

  /** Puts back what was taken last. */
  void putBack(int operation) {
    link(endOf[operation]);
    link(startOf[operation]);
  }

  private void unlink(int event) {
    next[previous[event]] = next[event];
    if (next[event] != NONE) {
      previous[next[event]] = previous[event];
    }
  }

  private void link(int event) {
    next[previous[event]] = event;
    if (next[event] != NONE) {
      previous[next[event]] = event;
    }
  }
}
