package dev.hachi.watchdog.cli;

import java.util.concurrent.TimeUnit;

/**
 * A bar of seeds on stderr, for people: nothing is drawn when nobody watches. Safe for several
 * threads.
 */
final class SeedBar {
  private static final int WIDTH = 40;
  private static final long REDRAW = TimeUnit.MILLISECONDS.toNanos(200);

  private final boolean watched = isWatched();
  private final long total;
  private final long begin = System.nanoTime();
  private long drawn = begin;
  private long done;

  @SuppressWarnings("SystemConsoleNull") // its type says that it may be
  private static boolean isWatched() {
    var console = System.console();
    return console != null && console.isTerminal();
  }

  SeedBar(long total) {
    this.total = total;
  }

  synchronized void done(long now) {
    done = Math.max(done, now);
    if (watched && System.nanoTime() - drawn > REDRAW) {
      drawn = System.nanoTime();
      System.err.print("\r" + line());
    }
  }

  /** The last state stays, with the speed. */
  synchronized void end() {
    System.err.println((watched ? "\r" : "") + line());
  }

  private String line() {
    var full = (int) (WIDTH * done / total);
    var seconds = (System.nanoTime() - begin) / 1e9;
    return "[%s%s] %,d of %,d seeds, %,.0f a second"
        .formatted("#".repeat(full), " ".repeat(WIDTH - full), done, total, done / seconds);
  }
}
