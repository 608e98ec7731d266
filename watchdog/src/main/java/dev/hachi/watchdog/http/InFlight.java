package dev.hachi.watchdog.http;

import java.util.concurrent.atomic.AtomicInteger;

/** The requests that have no answer yet. Thread-safe. */
final class InFlight {
  private final AtomicInteger count = new AtomicInteger();

  int count() {
    return count.get();
  }

  /** Takes one of {@code max} places; 0 is without limit. */
  boolean enter(int max) {
    if (count.incrementAndGet() <= max || max == 0) {
      return true;
    }
    count.decrementAndGet();
    return false;
  }

  void leave() {
    count.decrementAndGet();
  }
}
