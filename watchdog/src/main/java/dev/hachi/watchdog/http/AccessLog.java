package dev.hachi.watchdog.http;

import dev.hachi.watchdog.log.LogField;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** One line per invocation, when somebody wants them. Thread-safe. */
final class AccessLog {
  private static final String NAME = "access";
  // Not SLF4J's: it looks for the caller on the stack, which costs more than the line.
  private static final Logger log = Logger.getLogger(NAME);

  private AccessLog() {}

  /** Writes the path without the query, which may carry a secret. */
  static void write(Call call, String id, Answer answer, String seconds) {
    LogRecord event = new LogRecord(Level.INFO, "answered");
    event.setLoggerName(NAME);
    event.setParameters(
        new LogField[] {
          new LogField(LogField.CALL_ID, id),
          new LogField("method", call.method()),
          new LogField("path", call.path()),
          new LogField("status", answer.status()),
          new LogField("bytes", answer.body().size()),
          new LogField("seconds", seconds)
        });
    log.log(event);
  }
}
