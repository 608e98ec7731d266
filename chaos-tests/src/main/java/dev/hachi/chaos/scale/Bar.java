package dev.hachi.chaos.scale;

import java.io.Console;
import java.util.Optional;

/** How far a test is: on a terminal a line that changes, elsewhere one line for each step. */
final class Bar {
  private static final int WIDTH = 30;

  private final boolean terminal =
      Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
  private final int total;
  private int done;

  Bar(int total) {
    this.total = Math.max(1, total);
  }

  /** One step more has begun. */
  void step(String what) {
    done = Math.min(total, done + 1);
    show(what);
  }

  int done() {
    return done;
  }

  /** Steps that turned out not to be needed. */
  void skipTo(int step) {
    done = Math.max(done, Math.min(step, total));
  }

  private void show(String what) {
    var full = WIDTH * done / total;
    var line = "[%s%s] %s".formatted("#".repeat(full), " ".repeat(WIDTH - full), what);
    System.err.print(terminal ? "\r\033[K" + line : "scale-test: " + line + "\n");
    System.err.flush();
  }

  /** A line that stays. */
  void say(String sentence) {
    System.err.println((terminal ? "\r\033[K" : "") + "scale-test: " + sentence);
  }
}
