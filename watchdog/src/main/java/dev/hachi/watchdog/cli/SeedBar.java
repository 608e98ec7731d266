package dev.hachi.watchdog.cli;

import java.util.concurrent.TimeUnit;

/** A bar of seeds, for people who watch. Safe for several threads. */
final class SeedBar {
  private static final int WIDTH = 40;
  private static final long REDRAW = TimeUnit.MILLISECONDS.toNanos(200);

  private final Progress progress = new Progress();
  private final long total;
  private final long begin = System.nanoTime();
  private long drawn = begin;
  private long done;

  SeedBar(long total) {
    this.total = total;
  }

  synchronized void done(long now) {
    done = Math.max(done, now);
    if (System.nanoTime() - drawn > REDRAW) {
      drawn = System.nanoTime();
      progress.show(line());
    }
  }

  /** The last state stays, with the speed. */
  synchronized void end() {
    progress.end(line());
  }

  private String line() {
    var full = (int) (WIDTH * done / total);
    var seconds = (System.nanoTime() - begin) / 1e9;
    return "[%s%s] %,d of %,d seeds, %,.0f a second"
        .formatted("#".repeat(full), " ".repeat(WIDTH - full), done, total, done / seconds);
  }
}
