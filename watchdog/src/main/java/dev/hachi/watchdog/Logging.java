package dev.hachi.watchdog;

import dev.hachi.watchdog.log.LogLine;
import dev.hachi.watchdog.log.PlainLine;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** One line per event on stderr. */
final class Logging {
  private Logging() {}

  /**
   * To be called before the first logger exists.
   *
   * @param plain whether lines are as of-watchdog writes them, instead of pairs
   */
  static void configure(boolean plain) {
    System.setProperty("java.util.logging.manager", Manager.class.getName());
    Logger root = Logger.getLogger("");
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    Handler stderr = new LogQueue(System.err);
    stderr.setFormatter(plain ? new PlainLine() : new LogLine());
    stderr.setLevel(Level.ALL);
    stderr.setFilter(event -> !isNoise(event));
    root.addHandler(stderr);
    root.setLevel(Level.INFO);
    Kept.CHATTY.forEach(logger -> logger.setLevel(Level.WARNING));
  }

  /**
   * Sentences of Pekko's that tell operators nothing, by their loggers: replicas need no seed
   * nodes, and who leaves cuts its connections and leaves messages to its own membership behind.
   */
  private static final Map<String, String> NOISE =
      Map.of(
          "org.apache.pekko.cluster.Cluster", "No seed-nodes configured",
          "org.apache.pekko.stream.Materializer", "The connection has been aborted",
          "org.apache.pekko.actor.LocalActorRef", "/system/cluster/core/");

  private static boolean isNoise(LogRecord event) {
    String logger = event.getLoggerName();
    String noise = logger == null ? null : NOISE.get(logger);
    return noise != null && String.valueOf(event.getMessage()).contains(noise);
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

  /** Writes what is still waiting. */
  static void flush() {
    for (Handler handler : Logger.getLogger("").getHandlers()) {
      handler.flush();
    }
  }

  /** Keeps its handlers while the process exits, or a drain would be silent. */
  public static final class Manager extends LogManager {
    @Override
    public void reset() {}
  }
}
