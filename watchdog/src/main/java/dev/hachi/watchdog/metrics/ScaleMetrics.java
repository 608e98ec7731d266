package dev.hachi.watchdog.metrics;

import dev.hachi.openfaas.scaler.Ending;
import dev.hachi.openfaas.scaler.Reason;
import dev.hachi.openfaas.scaler.ScaleTelemetry;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What a replica decides about the number of replicas. Thread-safe. */
public final class ScaleMetrics {
  private volatile @Nullable Watched watched;

  private record Decided(Reason reason, Ending ending) implements Comparable<Decided> {
    @Override
    public int compareTo(Decided other) {
      int first = reason.compareTo(other.reason);
      return first == 0 ? ending.compareTo(other.ending) : first;
    }
  }

  private static final class Watched implements ScaleTelemetry {
    final String label;
    final Map<Decided, LongAdder> decisions = new ConcurrentSkipListMap<>();
    final Map<Reason, Double> uses = new ConcurrentSkipListMap<>();
    volatile boolean leads;

    Watched(String function) {
      label = "function=\"" + function + "\"";
    }

    @Override
    public void leads(boolean now) {
      leads = now;
      if (!now) {
        uses.clear(); // what another replica sees now
      }
    }

    @Override
    public void saw(Reason reason, double use) {
      uses.put(reason, use);
    }

    @Override
    public void ended(Reason reason, Ending ending) {
      decisions.computeIfAbsent(new Decided(reason, ending), any -> new LongAdder()).increment();
    }
  }

  /** From now on {@code function} is told of. */
  public ScaleTelemetry of(String function) {
    Watched begun = new Watched(function);
    watched = begun;
    return begun;
  }

  /** All of it in Prometheus' text format; empty while nothing is watched. */
  public String text() {
    Watched now = watched;
    if (now == null) {
      return "";
    }
    StringBuilder out = new StringBuilder(1024);
    String leads = "hachi_scale_leads";
    Metrics.head(out, leads, "Whether this replica decides how many there are.", "gauge");
    Series.line(out, leads, now.label, now.leads ? "1" : "0");
    String use = "hachi_scale_use";
    Metrics.head(out, use, "The share of what all replicas may carry; 1 is full.", "gauge");
    now.uses.forEach((reason, share) ->
        Series.line(
            out,
            use,
            now.label + ",reason=\"" + reason.title() + "\"",
            String.format(Locale.ROOT, "%.4f", share)));
    String decisions = "hachi_scale_decisions_total";
    Metrics.head(
        out, decisions, "What became of wishes for another number of replicas.", "counter");
    now.decisions.forEach((decided, count) ->
        Series.line(out, decisions, label(now, decided), Long.toString(count.sum())));
    return out.toString();
  }

  private static String label(Watched of, Decided decided) {
    return "%s,direction=\"%s\",reason=\"%s\",outcome=\"%s\""
        .formatted(
            of.label,
            decided.reason().isUp() ? "up" : "down",
            decided.reason().title(),
            decided.ending().title());
  }
}
