package dev.hachi.watchdog;

import dev.hachi.watchdog.log.LogLine;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/** One line per event on stderr. */
final class Logging {
  private Logging() {}

  /** To be called before the first logger exists. */
  static void configure() {
    System.setProperty("java.util.logging.manager", Manager.class.getName());
    Logger root = Logger.getLogger("");
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    Handler console = new ConsoleHandler();
    console.setFormatter(new LogLine());
    console.setLevel(Level.ALL);
    root.addHandler(console);
    root.setLevel(Level.INFO);
    Kept.KAMON.setLevel(Level.WARNING);
  }

  /** A logger that nobody holds forgets its level. */
  private static final class Kept {
    // It greets on INFO.
    static final Logger KAMON = Logger.getLogger("kamon");
  }

  /** Keeps its handlers while the process exits, or a drain would be silent. */
  public static final class Manager extends LogManager {
    @Override
    public void reset() {}
  }
}
