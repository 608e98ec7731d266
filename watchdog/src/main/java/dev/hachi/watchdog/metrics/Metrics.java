package dev.hachi.watchdog.metrics;

import java.util.Comparator;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;

/** of-watchdog's three metrics. Thread-safe; counting does not contend. */
public final class Metrics {
  /** The type under which {@link #text} is served. */
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private static final String DURATION = "http_request_duration_seconds";
  private static final String TOTAL = "http_requests_total";

  // A closed set: a caller must not be able to grow the metrics with invented methods.
  private static final Set<String> METHODS =
      Set.of(
          "GET", "PUT", "HEAD", "POST", "DELETE", "CONNECT", "OPTIONS", "NOTIFY", "TRACE", "PATCH");

  private final LongAdder inFlight = new LongAdder();
  private final ConcurrentMap<Labels, Series> series = new ConcurrentHashMap<>();

  record Labels(int code, String method) {
    @Override
    public String toString() {
      return "code=\"" + code + "\",method=\"" + method + "\"";
    }
  }

  /** A request begins. */
  public void began() {
    inFlight.increment();
  }

  /** A request that {@link #began} ends. */
  public void ended(String method, int code, long nanos) {
    inFlight.decrement();
    observe(method, code, nanos);
  }

  /** A request ended before it counted as begun. */
  public void observe(String method, int code, long nanos) {
    series.computeIfAbsent(new Labels(code, label(method)), labels -> new Series()).add(nanos);
  }

  /** All metrics in Prometheus' text format, in the order of Go's client. */
  public String text() {
    StringBuilder out = new StringBuilder(4096);
    if (!series.isEmpty()) {
      head(out, DURATION, "Seconds spent serving HTTP requests.", "histogram");
      eachSeries((labels, one) -> one.histogram(out, DURATION, labels.toString()));
    }
    head(out, "http_requests_in_flight", "total HTTP requests in-flight", "gauge");
    out.append("http_requests_in_flight ").append(inFlight.sum()).append('\n');
    if (!series.isEmpty()) {
      head(out, TOTAL, "total HTTP requests processed", "counter");
      eachSeries((labels, one) -> one.total(out, TOTAL, labels.toString()));
    }
    return out.toString();
  }

  private void eachSeries(BiConsumer<Labels, Series> action) {
    series.entrySet().stream()
        .sorted(Comparator.comparing(entry -> entry.getKey().toString()))
        .forEach(entry -> action.accept(entry.getKey(), entry.getValue()));
  }

  /** A gauge without labels. */
  static void gauge(StringBuilder out, String name, String help, String value) {
    head(out, name, help, "gauge");
    out.append(name).append(' ').append(value).append('\n');
  }

  static void head(StringBuilder out, String name, String help, String type) {
    out.append("# HELP ").append(name).append(' ').append(help).append('\n');
    out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  private static String label(String method) {
    String upper = method.toUpperCase(Locale.ROOT);
    return METHODS.contains(upper) ? upper.toLowerCase(Locale.ROOT) : "unknown";
  }
}
