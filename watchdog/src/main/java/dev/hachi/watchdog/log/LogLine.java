package dev.hachi.watchdog.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * An event as one line of {@code name=value} pairs. Whatever a value contains, it stays within its
 * quotes and its line, so that nobody can forge a line. Thread-safe.
 */
public final class LogLine extends Formatter {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  // A trace of many causes fits; what a caller sent cannot flood the log.
  private static final int VALUE_MAX = 32 * 1024;

  @Override
  public String format(LogRecord event) {
    StringBuilder line = new StringBuilder(256);
    line.append("time=").append(TIME.format(Instant.ofEpochMilli(event.getMillis())));
    line.append(" level=").append(level(event.getLevel()));
    append(line, "logger", shortName(event.getLoggerName()));
    append(line, "message", formatMessage(event));
    String callId = MDC.get(LogField.CALL_ID);
    if (callId != null) {
      append(line, LogField.CALL_ID, callId);
    }
    if (event.getParameters() != null) {
      appendFields(line, event.getParameters());
    }
    if (event.getThrown() != null) {
      append(line, "error", trace(event.getThrown()));
    }
    return line.append('\n').toString();
  }

  static void appendFields(StringBuilder line, Object[] parameters) {
    for (Object parameter : parameters) {
      if (parameter instanceof LogField(String name, Object value)) {
        append(line, name, value.toString());
      }
    }
  }

  private static String level(Level level) {
    if (level.intValue() >= Level.SEVERE.intValue()) {
      return "error";
    }
    if (level.intValue() >= Level.WARNING.intValue()) {
      return "warn";
    }
    return level.intValue() >= Level.INFO.intValue() ? "info" : "debug";
  }

  private static String shortName(@Nullable String logger) {
    return logger == null ? "" : logger.substring(logger.lastIndexOf('.') + 1);
  }

  private static String trace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text, true));
    return text.toString().stripTrailing();
  }

  private static void append(StringBuilder line, String name, String value) {
    line.append(' ').append(name).append('=');
    if (isBare(value)) {
      line.append(value);
    } else {
      appendQuoted(line, value);
    }
  }

  private static boolean isBare(String value) {
    return !value.isEmpty()
        && value.length() <= VALUE_MAX
        && value.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '"' && c != '=' && c != '\\');
  }

  private static void appendQuoted(StringBuilder line, String value) {
    line.append('"');
    int end = Math.min(value.length(), VALUE_MAX);
    value.substring(0, end).codePoints().forEach(c -> appendEscaped(line, c));
    line.append(end < value.length() ? "...\"" : "\"");
  }

  private static void appendEscaped(StringBuilder line, int c) {
    switch (c) {
      case '"' -> line.append("\\\"");
      case '\\' -> line.append("\\\\");
      case '\t' -> line.append("\\t");
      default -> appendHarmless(line, c);
    }
  }

  /** Whatever a caller says, it stays in its line. */
  static void appendHarmless(StringBuilder line, int c) {
    switch (c) {
      case '\n' -> line.append("\\n");
      case '\r' -> line.append("\\r");
      default -> {
        if (c != '\t' && breaksLines(c)) {
          line.append(String.format(Locale.ROOT, "\\u%04x", c));
        } else {
          line.appendCodePoint(c);
        }
      }
    }
  }

  /** Controls, separators and what reorders text: a terminal or a collector may act on them. */
  private static boolean breaksLines(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR -> true;
      case Character.PARAGRAPH_SEPARATOR, Character.SURROGATE -> true;
      default -> false;
    };
  }
}
