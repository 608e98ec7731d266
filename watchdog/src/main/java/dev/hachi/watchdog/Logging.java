package dev.hachi.watchdog;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** One line per event on stderr, as of-watchdog writes them. */
final class Logging {
  private Logging() {}

  /** To be called before the first logger exists. */
  static void configure() {
    System.setProperty("java.util.logging.manager", Manager.class.getName());
    Logger root = Logger.getLogger("");
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    Handler stderr = new LogQueue(System.err);
    stderr.setFormatter(new Line());
    stderr.setLevel(Level.ALL);
    root.addHandler(stderr);
    root.setLevel(Level.INFO);
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

  static final class Line extends Formatter {
    private static final DateTimeFormatter TIME =
        DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss ").withZone(ZoneId.systemDefault());

    @Override
    public String format(LogRecord event) {
      String line = TIME.format(Instant.ofEpochMilli(event.getMillis())) + formatMessage(event);
      Throwable thrown = event.getThrown();
      if (thrown == null) {
        return line + "\n";
      }
      StringWriter trace = new StringWriter();
      thrown.printStackTrace(new PrintWriter(trace, true));
      return line + "\n" + trace;
    }
  }
}
