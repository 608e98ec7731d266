package dev.hachi.watchdog.cli;

import java.io.Console;
import java.util.Optional;

/** What is going on: on a terminal a line that changes, elsewhere its beginning and end only. */
final class Progress {
  private static final String ERASE_LINE = "\r\033[K";

  // There is no console at all without a terminal, or one that is none: that depends on the JDK.
  private final boolean onTerminal =
      Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
  private boolean shown;

  void begin(String state) {
    if (!onTerminal) {
      Hachi.say(state);
    } else {
      show(state);
    }
  }

  synchronized void show(String state) {
    if (onTerminal) {
      System.err.print(ERASE_LINE + "hachi: " + state);
      System.err.flush();
      shown = true;
    }
  }

  void end(String state) {
    interrupt();
    Hachi.say(state);
  }

  /** Makes room for a line of somebody else. */
  synchronized void interrupt() {
    if (shown) {
      System.err.print(ERASE_LINE);
      System.err.flush();
      shown = false;
    }
  }
}
