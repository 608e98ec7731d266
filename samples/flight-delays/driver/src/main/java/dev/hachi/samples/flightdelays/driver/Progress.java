package dev.hachi.samples.flightdelays.driver;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Tells how far it is: a bar that moves on a terminal, a line now and then elsewhere. */
final class Progress {
  private static final int WIDTH = 30;

  private final PrintStream out;
  private final boolean terminal;
  private final int total;
  private final LongSupplier nanoTime;
  private final long start;
  private final AtomicInteger done = new AtomicInteger();
  private final AtomicLong shown;

  Progress(PrintStream out, boolean terminal, int total, LongSupplier nanoTime) {
    this.out = out;
    this.terminal = terminal;
    this.total = total;
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
    this.shown = new AtomicLong(start);
  }

  @SuppressWarnings("SystemConsoleNull") // since Java 25 it is null again without a terminal
  static Progress on(PrintStream out, int total) {
    var console = System.console();
    return new Progress(out, console != null && console.isTerminal(), total, System::nanoTime);
  }

  /** One more flight is recorded; any thread may say so. */
  void step() {
    var count = done.incrementAndGet();
    var now = nanoTime.getAsLong();
    var last = shown.get();
    var interval = terminal ? Duration.ofMillis(200) : Duration.ofSeconds(1);
    if (count < total && now - last >= interval.toNanos() && shown.compareAndSet(last, now)) {
      show(count, now);
    }
  }

  /** The last line: all are recorded, and how long it took. */
  void finish() {
    show(done.get(), nanoTime.getAsLong());
    if (terminal) {
      out.println();
    }
  }

  private void show(int count, long now) {
    var seconds = Math.max(1e-3, (now - start) / 1e9);
    var rate = count / seconds;
    var rest = count < total ? left((total - count) / rate) : took(seconds);
    var text =
        String.format(
            Locale.ROOT,
            "%3d%%  %,d of %,d flights  %,d/s  %s",
            100L * count / total,
            count,
            total,
            Math.round(rate),
            rest);
    if (terminal) {
      out.print("\r" + bar(count) + " " + text + "\u001b[K");
      out.flush();
    } else {
      out.println(text);
    }
  }

  private static String left(double seconds) {
    return (long) Math.ceil(seconds) + " s left";
  }

  private static String took(double seconds) {
    return String.format(Locale.ROOT, "in %.1f s", seconds);
  }

  private String bar(int count) {
    var full = (int) ((long) WIDTH * count / total);
    return "[" + "#".repeat(full) + "-".repeat(WIDTH - full) + "]";
  }
}
