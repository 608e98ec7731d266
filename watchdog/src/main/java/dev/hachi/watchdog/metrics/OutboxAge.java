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
    String name = "hachi_outbox_age_seconds";
    Metrics.head(out, name, "How long the oldest message or timer has been due.", "gauge");
    double seconds = overdue.toMillis() / MILLIS_PER_SECOND;
    return out.append(name).append(' ').append(Series.goFloat(seconds)).append('\n').toString();
  }
}
