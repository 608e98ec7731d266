package dev.hachi.openfaas.provider.logs;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The time that a line of the watchdog tells of itself; pure. */
final class LineTime {
  private static final Pattern PAIRS = Pattern.compile("time=(\\S{20,32}) .*", Pattern.DOTALL);
  private static final Pattern PLAIN =
      Pattern.compile("(\\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d).*", Pattern.DOTALL);
  private static final DateTimeFormatter PLAIN_TIME =
      DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss");

  private LineTime() {}

  /** Of {@code line}; {@code fallback} when it tells none. */
  static Instant of(String line, Instant fallback) {
    try {
      Matcher pairs = PAIRS.matcher(line);
      if (pairs.matches()) {
        return Instant.parse(pairs.group(1));
      }
      Matcher plain = PLAIN.matcher(line);
      return plain.matches()
          ? LocalDateTime.parse(plain.group(1), PLAIN_TIME)
              .atZone(ZoneId.systemDefault())
              .toInstant()
          : fallback;
    } catch (DateTimeParseException e) {
      return fallback;
    }
  }
}
