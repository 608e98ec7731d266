package dev.hachi.watchdog.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Go writes them, such as {@code 1m30s} and {@code 500ms}. */
public final class GoDuration {
  private static final Pattern PART =
      Pattern.compile("(\\d{1,18}(?:\\.\\d{0,18})?|\\.\\d{1,18})(ns|us|µs|μs|ms|s|m|h)");
  private static final BigDecimal MAX_NANOS = BigDecimal.valueOf(Long.MAX_VALUE);
  private static final int LENGTH_MAX = 64;

  private GoDuration() {}

  /** The duration that {@code text} writes; empty when it is none. */
  public static Optional<Duration> parse(String text) {
    if (text.length() > LENGTH_MAX) {
      return Optional.empty();
    }
    boolean negative = text.startsWith("-");
    String unsigned = negative || text.startsWith("+") ? text.substring(1) : text;
    if (unsigned.equals("0")) {
      return Optional.of(Duration.ZERO);
    }
    return magnitude(unsigned).map(value -> negative ? value.negated() : value);
  }

  /** As Go prints it: {@code 1m30s}, {@code 2s}, {@code 1.5s}, {@code 500ms}, {@code 0s}. */
  public static String format(Duration duration) {
    long nanos = duration.toNanos();
    if (nanos == 0) {
      return "0s";
    }
    if (nanos < 1_000_000_000) {
      long unit = nanos < 1_000 ? 1 : nanos < 1_000_000 ? 1_000 : 1_000_000;
      return decimal(nanos, unit) + (unit == 1 ? "ns" : unit == 1_000 ? "µs" : "ms");
    }
    long minutes = nanos / 60_000_000_000L;
    String seconds = decimal(nanos % 60_000_000_000L, 1_000_000_000) + "s";
    String upToMinutes = minutes == 0 ? "" : minutes % 60 + "m";
    return (minutes < 60 ? "" : minutes / 60 + "h") + upToMinutes + seconds;
  }

  private static String decimal(long value, long unit) {
    BigDecimal quotient = BigDecimal.valueOf(value).divide(BigDecimal.valueOf(unit));
    return quotient.signum() == 0 ? "0" : quotient.stripTrailingZeros().toPlainString();
  }

  private static Optional<Duration> magnitude(String text) {
    Matcher part = PART.matcher(text);
    BigDecimal nanos = BigDecimal.ZERO;
    int at = 0;
    while (at < text.length() && part.find(at) && part.start() == at) {
      nanos = nanos.add(new BigDecimal(part.group(1)).multiply(unit(part.group(2))));
      at = part.end();
    }
    boolean whole = at == text.length() && !text.isEmpty();
    return whole && nanos.compareTo(MAX_NANOS) <= 0
        ? Optional.of(Duration.ofNanos(nanos.longValue()))
        : Optional.empty();
  }

  private static BigDecimal unit(String name) {
    return BigDecimal.valueOf(
        switch (name) {
          case "ns" -> 1L;
          case "ms" -> 1_000_000L;
          case "s" -> 1_000_000_000L;
          case "m" -> 60_000_000_000L;
          case "h" -> 3_600_000_000_000L;
          default -> 1_000L;
        });
  }
}
