package dev.hachi.watchdog.metrics;

import java.time.Duration;

/** How far the entities are behind with what they have to do, read at every scrape. */
public final class EntityMetrics {
  private static final double MILLIS_PER_SECOND = 1e3;

  private EntityMetrics() {}

  /**
   * The metrics in Prometheus' text format.
   *
   * @param overdue how long the oldest message or timer has been due
   * @param queued how many invocations wait for their turn
   */
  public static String text(Duration overdue, long queued) {
    StringBuilder out = new StringBuilder();
    Metrics.gauge(
        out,
        "hachi_outbox_age_seconds",
        "How long the oldest message or timer has been due.",
        Series.goFloat(overdue.toMillis() / MILLIS_PER_SECOND));
    Metrics.gauge(
        out,
        "hachi_queued",
        "Invocations that wait here behind others of their key.",
        Long.toString(queued));
    return out.toString();
  }
}
