package dev.hachi.sharding.transport;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads what one peer writes. What it sends itself while it reads a bundle leaves once that is
 * read: the answers to many letters then share bundles as the letters did.
 */
final class ReadingThread extends Thread {
  private final Set<Line> held = new LinkedHashSet<>();
  private boolean holding;

  ReadingThread(String name, Runnable reading) {
    super(reading, name);
    setDaemon(true);
  }

  /** Whether the current thread is one, and keeps what waits in {@code line} for later. */
  static boolean holds(Line line) {
    return Thread.currentThread() instanceof ReadingThread self && self.hold(line);
  }

  private boolean hold(Line line) {
    if (holding) {
      held.add(line);
    }
    return holding;
  }

  /** Runs {@code bundle} on the current thread, and sends what was held back meanwhile. */
  static void read(Runnable bundle) {
    if (Thread.currentThread() instanceof ReadingThread self) {
      self.readHolding(bundle);
    } else {
      bundle.run();
    }
  }

  private void readHolding(Runnable bundle) {
    holding = true;
    try {
      bundle.run();
    } finally {
      holding = false;
      var lines = List.copyOf(held);
      held.clear();
      lines.forEach(Line::send);
    }
  }
}
