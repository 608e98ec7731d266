package dev.hachi.watchdog.metrics;

import dev.hachi.runtime.FailureCode;
import dev.hachi.runtime.Telemetry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runtime's events as metrics of Kamon. Thread-safe; nothing here waits.
 *
 * <p>Kamon is slow to load, so events are counted here until it is there, and then handed over. The
 * text follows the events by a second, which is how often Kamon takes a snapshot.
 */
public final class KamonTelemetry implements Telemetry, AutoCloseable {
  /** What {@link #start} leaves to the first requests, which need the processors more. */
  public static final Duration USUAL_DELAY = Duration.ofSeconds(2);

  /** How many series there may be; the events of any more are counted in one labelled "other". */
  static final int SERIES_MAX = 500;

  private static final Logger log = LoggerFactory.getLogger(KamonTelemetry.class);
  private static final String REPLIED = "replied";
  private static final String REFUSED = "refused";
  private static final String OTHER = "other";

  private final ConcurrentMap<Key, Sink> sinks = new ConcurrentHashMap<>();
  // Those without further labels once more, by function: they count with each invocation.
  private final ConcurrentMap<Meter, ConcurrentMap<String, Sink>> plain = new ConcurrentHashMap<>();
  // By function: there are as many as are hosted.
  private final ConcurrentMap<String, LongAdder> live = new ConcurrentHashMap<>();
  private final CompletableFuture<KamonReporter> reporter = new CompletableFuture<>();
  private volatile @Nullable JvmMetrics jvm;

  private record Key(Meter meter, String function, String second, String third) {}

  /**
   * Loads Kamon in the background; the watchdog works without it until then.
   *
   * @param delay how long to leave the processors to others first
   */
  public void start(Duration delay) {
    Executor thread = task -> Thread.ofPlatform().name("metrics-start").daemon().start(task);
    CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS, thread)
        .execute(this::load);
  }

  private void load() {
    try {
      jvm = new JvmMetrics();
      KamonReporter started = KamonReporter.start();
      reporter.complete(started);
      sinks.forEach(KamonTelemetry::connect);
    } catch (RuntimeException | LinkageError e) {
      log.error("the runtime's metrics are missing: Kamon did not start", e);
    }
  }

  private static void connect(Key key, Sink sink) {
    sink.connect(KamonReporter.instrument(key.meter, List.of(key.function, key.second, key.third)));
  }

  /**
   * The JVM's and the runtime's metrics in Prometheus' text format; empty before they are there.
   */
  public String text() {
    JvmMetrics process = jvm;
    KamonReporter started = reporter.getNow(null);
    if (started != null) {
      sinks.values().forEach(Sink::flush);
    }
    return (process == null ? "" : process.text()) + (started == null ? "" : started.text());
  }

  /** How many entities each function has in memory now; a function that had none is left out. */
  public Map<String, Long> liveEntities() {
    Map<String, Long> counts = new TreeMap<>();
    live.forEach((function, count) -> counts.put(function, count.sum()));
    return counts;
  }

  /** Ends the snapshots. */
  @Override
  public void close() {
    var _ = reporter.thenAccept(KamonReporter::close);
  }

  @Override
  public void entityActivated(String function) {
    add(Meter.ACTIVATIONS, function, 1);
    add(Meter.ENTITIES_LIVE, function, 1);
    live.computeIfAbsent(function, any -> new LongAdder()).increment();
  }

  @Override
  public void entityPassivated(String function) {
    add(Meter.PASSIVATIONS, function, 1);
    add(Meter.ENTITIES_LIVE, function, -1);
    live.computeIfAbsent(function, any -> new LongAdder()).decrement();
  }

  @Override
  public void handlerEnded(String function, String handler, String outcome, long nanos) {
    boolean known = outcome.equals(REPLIED) || FailureCode.ALL.contains(outcome);
    sink(new Key(Meter.HANDLER_DURATION, function, handler, known ? outcome : REFUSED)).add(nanos);
  }

  @Override
  public void committed(String function, int outcomes, long nanos) {
    add(Meter.COMMIT_DURATION, function, nanos);
    add(Meter.COMMIT_OUTCOMES, function, outcomes);
  }

  @Override
  public void commitFailed(String function) {
    add(Meter.COMMIT_FAILURES, function, 1);
  }

  @Override
  public void messageAcknowledged(String function) {
    message(function, "acknowledged");
  }

  @Override
  public void messageRepeated(String function) {
    message(function, "repeated");
  }

  @Override
  public void messageDropped(String function) {
    message(function, "dropped");
  }

  @Override
  public void timerFired(String function) {
    add(Meter.TIMERS_FIRED, function, 1);
  }

  private void message(String function, String result) {
    sink(new Key(Meter.MESSAGES, function, result, "")).add(1);
  }

  private void add(Meter meter, String function, long value) {
    ConcurrentMap<String, Sink> byFunction =
        plain.computeIfAbsent(meter, any -> new ConcurrentHashMap<>());
    Sink known = byFunction.get(function);
    if (known == null) {
      known = sink(new Key(meter, function, "", ""));
      byFunction.put(function, known);
    }
    known.add(value);
  }

  private Sink sink(Key key) {
    Sink known = sinks.get(key);
    return known == null ? newSink(key) : known;
  }

  private Sink newSink(Key key) {
    boolean full = sinks.size() >= SERIES_MAX;
    Key counted = full ? new Key(key.meter, OTHER, OTHER, OTHER) : key;
    Sink sink = sinks.computeIfAbsent(counted, any -> new Sink());
    if (reporter.isDone() && !sink.connected()) {
      connect(counted, sink);
    }
    return sink;
  }
}
