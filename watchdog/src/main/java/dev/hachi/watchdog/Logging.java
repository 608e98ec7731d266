package dev.hachi.watchdog;

import dev.hachi.watchdog.log.LogLine;
import java.util.List;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.stream.Stream;

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
    Kept.CHATTY.forEach(logger -> logger.setLevel(Level.WARNING));
  }

  /** Loggers that nobody holds forget their level. */
  private static final class Kept {
    // They greet and take leave on INFO.
    static final List<Logger> CHATTY =
        Stream.of(
                "kamon",
                "org.apache.pekko.event.slf4j.Slf4jLogger",
                "org.apache.pekko.actor.CoordinatedShutdown")
            .map(Logger::getLogger)
            .toList();
  }

  /** Keeps its handlers while the process exits, or a drain would be silent. */
  public static final class Manager extends LogManager {
    @Override
    public void reset() {}
  }
}
