package dev.hachi.sharding.simulation;

import java.util.PriorityQueue;

/**
 * What is to happen, by virtual time in microseconds; of one moment in the order it was planned.
 */
final class Agenda {
  private record Event(long at, long order, Runnable what) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      return at == other.at ? Long.compare(order, other.order) : Long.compare(at, other.at);
    }
  }

  private final PriorityQueue<Event> events = new PriorityQueue<>(512);

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

  /** Lets everything happen up to {@code end}. */
  void runUntil(long end) {
    for (var next = events.peek(); next != null && next.at() <= end; next = events.peek()) {
      events.remove();
      now = next.at();
      next.what().run();
    }
    now = end;
  }
}
