package dev.hachi.sharding.simulation;

import java.util.Comparator;
import java.util.PriorityQueue;

/** What is to happen, by virtual time in microseconds; of one moment in the order it was planned. */
final class Agenda {
  private record Event(long at, long order, Runnable what) {}

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(
          512, Comparator.comparingLong(Event::at).thenComparingLong(Event::order));

  private long now;
  private long order;

  long now() {
    return now;
  }

  void at(long time, Runnable what) {
    events.add(new Event(Math.max(time, now), order++, what));
  }

  void in(long delay, Runnable what) {
    at(now + delay, what);
  }

  /** Lets everything happen up to {@code end}, and stops early once {@code enough} says so. */
  void runUntil(long end, java.util.function.BooleanSupplier enough) {
    while (!enough.getAsBoolean()) {
      var next = events.peek();
      if (next == null || next.at() > end) {
        now = end;
        return;
      }
      events.poll();
      now = next.at();
      next.what().run();
    }
  }
}
