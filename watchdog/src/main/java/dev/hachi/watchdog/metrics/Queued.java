package dev.hachi.watchdog.metrics;

/** The invocations that wait for their turn, read at every scrape. */
public final class Queued {
  private Queued() {}

  /** The metric in Prometheus' text format. */
  public static String text(long waiting) {
    StringBuilder out = new StringBuilder();
    String name = "hachi_queued";
    Metrics.head(out, name, "Invocations that wait here behind others of their key.", "gauge");
    return out.append(name).append(' ').append(waiting).append('\n').toString();
  }
}
