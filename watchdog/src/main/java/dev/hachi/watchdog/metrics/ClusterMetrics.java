package dev.hachi.watchdog.metrics;

import dev.hachi.sharding.ClusterFigures;
import dev.hachi.sharding.ClusterTelemetry;
import dev.hachi.sharding.ShardMove;
import dev.hachi.sharding.ShardMove.Cause;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * What a replica has to do with others: counted when it happens, but for what is as it is at each
 * scrape. Thread-safe.
 */
public final class ClusterMetrics implements ClusterTelemetry {
  /** The most functions that are told apart; of any more the events are counted in "other". */
  static final int FUNCTIONS_MAX = 100;

  private static final String OTHER = "other";
  private static final String HAND_OVER = "hachi_handover_seconds";
  private static final String RECOVERY = "hachi_recovery_seconds";

  private final ConcurrentMap<String, Counts> functions = new ConcurrentHashMap<>();

  private static final class Counts {
    final Map<Cause, Series> moves = new EnumMap<>(Cause.class);
    final LongAdder degraded = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder moved = new LongAdder();
    final LongAdder silent = new LongAdder();

    Counts() {
      for (Cause cause : Cause.values()) {
        moves.put(cause, new Series());
      }
    }

    Series of(Cause cause) {
      return Objects.requireNonNull(moves.get(cause));
    }
  }

  private Counts counts(String function) {
    Counts known = functions.get(function);
    if (known != null) {
      return known;
    }
    String counted = functions.size() < FUNCTIONS_MAX ? function : OTHER;
    return functions.computeIfAbsent(counted, any -> new Counts());
  }

  // ---- what happens -----------------------------------------------------------------------------

  @Override
  public void moved(ShardMove move) {
    counts(move.function()).of(move.cause()).add(move.took().toNanos());
  }

  @Override
  public void degraded(String function) {
    counts(function).degraded.increment();
  }

  @Override
  public void ballotRefused(String function) {
    counts(function).refused.increment();
  }

  @Override
  public void repeated(String function, Retry why) {
    (why == Retry.MOVED ? counts(function).moved : counts(function).silent).increment();
  }

  // ---- what is shown ----------------------------------------------------------------------------

  /** All of it in Prometheus' text format; the functions that run here are there from the start. */
  public String text(ClusterFigures now) {
    now.shardsOwned().keySet().forEach(this::counts);
    StringBuilder out = new StringBuilder(8192);
    gauge(out, "hachi_members", "Replicas of the cluster, as this one sees it.", now.members());
    Metrics.head(out, "hachi_shards_owned", "Shards that run here.", "gauge");
    new TreeMap<>(now.shardsOwned())
        .forEach((function, count) ->
            Series.line(out, "hachi_shards_owned", label(function), count.toString()));
    gauge(out, "hachi_store_bytes", "What the copies here take.", now.bytes());
    gauge(out, "hachi_store_bytes_max", "What the copies here may take.", now.bytesMax());
    gauge(
        out,
        "hachi_waiting",
        "Invocations that have not found the owner of their key.",
        now.waiting());
    moves(out);
    counter(
        out,
        "hachi_degraded_recoveries_total",
        "Shards that went on without a majority of their copies.",
        counts -> counts.degraded);
    counter(
        out,
        "hachi_refused_ballots_total",
        "Answers of copies that obey a higher ballot.",
        counts -> counts.refused);
    retries(out);
    return out.toString();
  }

  private void retries(StringBuilder out) {
    String name = "hachi_retries_total";
    Metrics.head(out, name, "Invocations sent to their owner again.", "counter");
    each((function, counts) -> {
      String label = label(function) + ",cause=";
      Series.line(out, name, label + "\"moved\"", Long.toString(counts.moved.sum()));
      Series.line(out, name, label + "\"silent\"", Long.toString(counts.silent.sum()));
    });
  }

  private void moves(StringBuilder out) {
    Metrics.head(
        out,
        HAND_OVER,
        "From seeing that a shard belongs here to running it, handed over by its owner.",
        "histogram");
    each((function, counts) -> handOvers(out, label(function), counts));
    Metrics.head(
        out,
        RECOVERY,
        "From seeing that the owner of a shard is gone to running it here.",
        "histogram");
    each((function, counts) -> counts.of(Cause.DIED).histogram(out, RECOVERY, label(function)));
  }

  private static void handOvers(StringBuilder out, String label, Counts counts) {
    counts.moves.forEach((cause, series) -> {
      if (cause != Cause.DIED) {
        String name = cause.name().toLowerCase(Locale.ROOT);
        series.histogram(out, HAND_OVER, label + ",cause=\"" + name + "\"");
      }
    });
  }

  private void counter(
      StringBuilder out, String name, String help, Function<Counts, LongAdder> which) {
    Metrics.head(out, name, help, "counter");
    each((function, counts) ->
        Series.line(out, name, label(function), Long.toString(which.apply(counts).sum())));
  }

  private static void gauge(StringBuilder out, String name, String help, long value) {
    Metrics.gauge(out, name, help, Long.toString(value));
  }

  private void each(BiConsumer<String, Counts> action) {
    new TreeMap<>(functions).forEach(action);
  }

  private static String label(String function) {
    return "function=\"" + function.replaceAll("[\"\\\\\\p{Cntrl}]", "_") + "\"";
  }
}
