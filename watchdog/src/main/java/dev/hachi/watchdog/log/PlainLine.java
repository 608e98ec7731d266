package dev.hachi.watchdog.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/** A line of the log as of-watchdog writes it: the local time to the second, and the message. */
public final class PlainLine extends Formatter {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss ").withZone(ZoneId.systemDefault());

  @Override
  public String format(LogRecord event) {
    StringBuilder line = new StringBuilder(TIME.format(Instant.ofEpochMilli(event.getMillis())));
    formatMessage(event).codePoints().forEach(c -> LogLine.appendHarmless(line, c));
    if (event.getParameters() != null) {
      LogLine.appendFields(line, event.getParameters());
    }
    Throwable thrown = event.getThrown();
    if (thrown == null) {
      return line + "\n";
    }
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace, true));
    return line + "\n" + trace;
  }
}
