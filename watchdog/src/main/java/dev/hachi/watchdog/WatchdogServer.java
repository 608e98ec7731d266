package dev.hachi.watchdog;

import dev.hachi.runtime.FunctionRuntime;
import dev.hachi.runtime.Functions;
import dev.hachi.watchdog.config.WatchdogConfig;
import dev.hachi.watchdog.http.Hosted;
import dev.hachi.watchdog.http.HttpServer;
import dev.hachi.watchdog.http.Operators;
import dev.hachi.watchdog.http.Status;
import dev.hachi.watchdog.metrics.KamonTelemetry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A watchdog inside a process: it listens, then hosts one function, then drains. */
final class WatchdogServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(WatchdogServer.class);
  // Long enough for an endpoint list to forget a replica that is not ready.
  private static final Duration NOTICE_MAX = Duration.ofSeconds(2);
  private static final Duration POLL = Duration.ofMillis(10);

  private final WatchdogConfig config;
  private final Clock clock;
  private final Status status;
  private final HttpServer http;
  private final KamonTelemetry telemetry;
  private final OperatorPages pages;
  private final LockFile lock;
  private final Neighbours neighbours;
  private volatile @Nullable FunctionRuntime runtime;

  private WatchdogServer(WatchdogConfig config, Runnable failed) throws IOException {
    this.config = config;
    this.clock = Clock.systemUTC();
    this.status = new Status();
    this.telemetry = new KamonTelemetry();
    this.neighbours = Neighbours.of(config, clock, failed);
    this.status.readyWhen(neighbours::joined);
    this.pages = new OperatorPages(config, status, neighbours, telemetry, clock);
    Guards guards = Guards.start(config, pages);
    this.lock = new LockFile(config.plain());
    this.http =
        HttpServer.open(
            config,
            status,
            clock,
            new Operators(pages::metrics, neighbours::contact, guards.operators()),
            guards.callers());
  }

  /**
   * Opens the ports; health is answered from here on.
   *
   * @param failed run when the other replicas go on without this one
   */
  static WatchdogServer listen(WatchdogConfig config, Runnable failed) {
    try {
      return new WatchdogServer(config, failed);
    } catch (IOException | IllegalArgumentException e) {
      throw new StartException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Starts the main function; when this returns the watchdog is ready, or waits to join others. */
  void host(Functions functions) {
    FunctionRuntime started;
    try {
      started =
          FunctionRuntime.start(
              functions, config.limits(), neighbours.surroundings(), clock, telemetry);
    } catch (IllegalArgumentException e) {
      throw new StartException(String.valueOf(e.getMessage()), e);
    }
    runtime = started;
    pages.host(started);
    serve(new Hosted(started.function(), started.router()));
    neighbours.scale(config, status, started);
    markHealthy();
    telemetry.start(KamonTelemetry.USUAL_DELAY);
  }

  /** Answers invocations by {@code hosted}; ready from here on, unless there are others to join. */
  void serve(Hosted hosted) {
    status.host(hosted);
    if (!neighbours.joined()) {
      log.info(
          "function {} is hosted on port {}, metrics on port {}, and waits to join a cluster",
          hosted.function(),
          port(),
          metricsPort());
    }
    var _ = neighbours.joining().thenRun(() -> sayReady(hosted));
  }

  private void sayReady(Hosted hosted) {
    if (!status.draining()) {
      log.info(
          "function {} is ready on port {}, metrics on port {}",
          hosted.function(),
          port(),
          metricsPort());
    }
  }

  /**
   * Before it has joined, too: who is killed for that can never form a cluster. Together, as a
   * drain that begins meanwhile must not leave the file behind.
   */
  private synchronized void markHealthy() {
    if (!status.draining() && !config.plain().suppressLock()) {
      lock.write();
    }
  }

  private synchronized void markLeaving() {
    if (!status.draining()) {
      status.drain();
      lock.remove();
    }
  }

  int port() {
    return http.port();
  }

  int metricsPort() {
    return http.metricsPort();
  }

  /**
   * Reports unready at once, and returns when nothing is in flight and callers had time to notice.
   */
  void drain() {
    markLeaving();
    log.info("draining: {} requests", status.inFlight());
    long start = System.nanoTime();
    long notice = least(config.healthcheckInterval(), NOTICE_MAX).toNanos();
    long patience = config.writeTimeout().toNanos();
    while (waiting(System.nanoTime() - start, Math.min(notice, patience), patience)) {
      LockSupport.parkNanos(POLL.toNanos());
    }
    status.refuse();
  }

  private boolean waiting(long spent, long notice, long patience) {
    return spent < notice || (status.inFlight() > 0 && spent < patience);
  }

  private static Duration least(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** Ends the connections and then the function, without a drain's patience for callers. */
  @Override
  public void close() {
    markLeaving();
    status.refuse();
    http.close();
    neighbours.close();
    FunctionRuntime started = runtime;
    if (started != null) {
      started.close();
    }
    telemetry.close();
  }
}
