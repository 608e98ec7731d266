package dev.hachi.chaos.scale;

import java.io.Console;
import java.util.Optional;

/** How far a command is: on a terminal a line that changes, elsewhere one line for each step. */
public final class Bar {
  private static final int WIDTH = 30;

  private final boolean terminal =
      Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
  private final String command;
  private final int total;
  private int done;

  /** One of {@code total} steps, for what is run as {@code ./hachi COMMAND}. */
  public Bar(String command, int total) {
    this.command = command;
    this.total = Math.max(1, total);
  }

  /** One step more has begun. */
  public void step(String what) {
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
    System.err.print(terminal ? "\r\033[K" + line : command + ": " + line + "\n");
    System.err.flush();
  }

  /** A line that stays. */
  public void say(String sentence) {
    System.err.println((terminal ? "\r\033[K" : "") + command + ": " + sentence);
  }
}
