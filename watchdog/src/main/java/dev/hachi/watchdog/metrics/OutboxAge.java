package dev.hachi.watchdog.metrics;

import java.time.Duration;

/** How long what entities have to do has waited, read at every scrape. */
public final class OutboxAge {
  private static final double MILLIS_PER_SECOND = 1e3;

  private OutboxAge() {}

  /**
   * The metric in Prometheus' text format.
   *
   * @param overdue how long the oldest message or timer has been due
   */
  public static String text(Duration overdue) {
    StringBuilder out = new StringBuilder();
    Metrics.gauge(
        out,
        "hachi_outbox_age_seconds",
        "How long the oldest message or timer has been due.",
        Series.goFloat(overdue.toMillis() / MILLIS_PER_SECOND));
    return out.toString();
  }
}
