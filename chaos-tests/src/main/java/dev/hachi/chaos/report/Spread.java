package dev.hachi.chaos.report;

import java.time.Duration;
import java.util.Collection;
import java.util.Locale;

/** How durations are spread. */
public record Spread(int count, Duration p50, Duration p99, Duration max) {
  /** That of {@code durations}; all zero of none. */
  public static Spread of(Collection<Duration> durations) {
    var sorted = durations.stream().mapToLong(Duration::toNanos).sorted().toArray();
    return new Spread(sorted.length, at(sorted, 0.50), at(sorted, 0.99), at(sorted, 1));
  }

  /** The smallest that at least {@code part} of all do not exceed. */
  private static Duration at(long[] sorted, double part) {
    if (sorted.length == 0) {
      return Duration.ZERO;
    }
    return Duration.ofNanos(sorted[Math.max(0, (int) Math.ceil(part * sorted.length) - 1)]);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "p50 %s  p99 %s  max %s", millis(p50), millis(p99), millis(max));
  }

  private static String millis(Duration duration) {
    return String.format(Locale.ROOT, "%.1f ms", duration.toNanos() / 1e6);
  }
}
