package dev.hachi.watchdog;

import dev.hachi.watchdog.config.GoDuration;
import dev.hachi.watchdog.config.Mode;
import dev.hachi.watchdog.config.WatchdogConfig;
import dev.hachi.watchdog.files.StaticFunction;
import dev.hachi.watchdog.fork.SerializingFunction;
import dev.hachi.watchdog.fork.StreamingFunction;
import dev.hachi.watchdog.http.BodyBudget;
import dev.hachi.watchdog.http.HttpServer;
import dev.hachi.watchdog.http.KeyedFunction;
import dev.hachi.watchdog.http.Operators;
import dev.hachi.watchdog.http.PlainFunction;
import dev.hachi.watchdog.http.PlainStatus;
import dev.hachi.watchdog.metrics.KamonTelemetry;
import dev.hachi.watchdog.process.FunctionProcess;
import dev.hachi.watchdog.proxy.ProxyFunction;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A watchdog in one of of-watchdog's own modes: it listens, serves, drains. */
final class PlainWatchdog implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PlainWatchdog.class);
  // Where SIGTERM reaches every process at once, the function's may end before ours hears of it.
  private static final long SIGTERM_MILLIS = 250;
  private static final long PROCESS_END_SECONDS = 2;
  private static final long ANSWERS_WAIT_MILLIS = 10;
  private static final int ANSWERS_WAITS_MAX = 100;
  private static final Clock CLOCK = Clock.systemUTC();

  private final WatchdogConfig config;
  private final LockFile lock;
  private final PlainStatus status;
  private final HttpServer http;
  private final @Nullable FunctionProcess process;
  private final @Nullable EntityHost entities;
  private final Ending ending;

  private PlainWatchdog(
      WatchdogConfig config,
      LockFile lock,
      PlainStatus status,
      HttpServer http,
      @Nullable FunctionProcess process,
      @Nullable EntityHost entities,
      Ending ending) {
    this.config = config;
    this.lock = lock;
    this.status = status;
    this.http = http;
    this.process = process;
    this.entities = entities;
    this.ending = ending;
  }

  /** What is known of the end of this watchdog and of its function's process. */
  private static final class Ending {
    final CountDownLatch drain = new CountDownLatch(1);
    final CountDownLatch process = new CountDownLatch(1);
  }

  /**
   * Starts the function if its mode has a process, then opens the ports; healthy when this returns.
   *
   * @param failed run when the function's process ends although nobody told it to
   */
  static PlainWatchdog start(WatchdogConfig config, Mode.Plain mode, Runnable failed) {
    LockFile lock = new LockFile(config.plain());
    PlainStatus status = new PlainStatus(lock::inOrder);
    boolean stateful = mode instanceof Mode.Http http && http.stateful();
    Neighbours neighbours = Neighbours.of(config, CLOCK, failed);
    KamonTelemetry telemetry = new KamonTelemetry();
    OperatorPages pages =
        stateful ? new OperatorPages(config, status, neighbours, telemetry, CLOCK) : null;
    Guards guards = Guards.start(config, pages);
    Ending ending = new Ending();
    FunctionProcess process =
        startProcess(config, mode, code -> processEnded(code, status, ending, lock, failed));
    BodyBudget budget = new BodyBudget(config.bodiesMax());
    PlainFunction function = function(config, mode, budget);
    Operators operators =
        new Operators(
            pages == null ? () -> "" : pages::metrics, neighbours::contact, guards.operators());
    HttpServer http = open(config, status, function, operators, guards, process);
    EntityHost entities = null;
    try {
      entities = host(config, mode, function, budget, neighbours, telemetry);
      if (entities != null && pages != null) {
        status.host(entities.hosted());
        pages.host(entities.runtime());
        neighbours.scale(config, status, entities.runtime());
      }
      PlainWatchdog watchdog =
          new PlainWatchdog(config, lock, status, http, process, entities, ending);
      watchdog.accept(mode);
      return watchdog;
    } catch (StartException e) {
      new PlainWatchdog(config, lock, status, http, process, entities, ending).close();
      throw e;
    }
  }

  private static @Nullable EntityHost host(
      WatchdogConfig config,
      Mode.Plain mode,
      PlainFunction function,
      BodyBudget budget,
      Neighbours neighbours,
      KamonTelemetry telemetry) {
    if (!(mode instanceof Mode.Http http) || !(function instanceof KeyedFunction keyed)) {
      return null;
    }
    EntityHost entities = EntityHost.start(config, http, budget, neighbours, CLOCK, telemetry);
    keyed.host(entities.hosted());
    return entities;
  }

  private static void processEnded(
      int code, PlainStatus status, Ending ending, LockFile lock, Runnable failed) {
    ending.process.countDown();
    try {
      if (!ending.drain.await(SIGTERM_MILLIS, TimeUnit.MILLISECONDS)) {
        log.info("Forked function has terminated: exit status {}", code);
        lock.remove();
        awaitAnswers(status);
        failed.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Those in flight are about to hear that the function hung up. */
  private static void awaitAnswers(PlainStatus status) throws InterruptedException {
    for (int waits = 0; status.inFlight() > 0 && waits < ANSWERS_WAITS_MAX; waits++) {
      TimeUnit.MILLISECONDS.sleep(ANSWERS_WAIT_MILLIS);
    }
  }

  private static @Nullable FunctionProcess startProcess(
      WatchdogConfig config, Mode.Plain mode, IntConsumer ended) {
    if (!(mode instanceof Mode.Http http)) {
      return null;
    }
    try {
      return FunctionProcess.start(http.command(), config.plain(), ended);
    } catch (IOException e) {
      throw new StartException("Forked function has terminated: " + e.getMessage(), e);
    }
  }

  private static HttpServer open(
      WatchdogConfig config,
      PlainStatus status,
      PlainFunction function,
      Operators operators,
      Guards guards,
      @Nullable FunctionProcess process) {
    try {
      return HttpServer.open(config, status, function, operators, guards.callers());
    } catch (IOException e) {
      if (process != null) {
        process.kill();
      }
      throw new StartException(String.valueOf(e.getMessage()), e);
    }
  }

  private static PlainFunction function(WatchdogConfig config, Mode.Plain mode, BodyBudget budget) {
    return switch (mode) {
      case Mode.Http http when http.stateful() ->
          new KeyedFunction(config, http, new ProxyFunction(config, http, budget), budget, CLOCK);
      case Mode.Http http -> new ProxyFunction(config, http, budget);
      case Mode.Streaming streaming -> new StreamingFunction(config, streaming);
      case Mode.Serializing serializing -> new SerializingFunction(config, serializing, budget);
      case Mode.Static files -> new StaticFunction(files);
    };
  }

  private void accept(Mode.Plain mode) {
    log.info("Watchdog mode: {}\tfprocess: \"{}\"", mode.name(), command(mode));
    log.info(
        "Timeouts: read: {} write: {} hard: {} health: {}",
        GoDuration.format(config.readTimeout()),
        GoDuration.format(config.writeTimeout()),
        GoDuration.format(config.execTimeout()),
        GoDuration.format(config.healthcheckInterval()));
    log.info("Listening on port: {}", port());
    lock.write();
    status.accept();
    log.info("Metrics listening on port: {}", metricsPort());
  }

  private static String command(Mode.Plain mode) {
    return switch (mode) {
      case Mode.Http http -> http.command().text();
      case Mode.Streaming streaming -> streaming.command().text();
      case Mode.Serializing serializing -> serializing.command().text();
      case Mode.Static _ -> "";
    };
  }

  int port() {
    return http.port();
  }

  int metricsPort() {
    return http.metricsPort();
  }

  /** Reports unhealthy at once, tells the function's process, and still serves for a while. */
  void drain() {
    ending.drain.countDown();
    log.info("SIGTERM: no new connections in {}", GoDuration.format(config.healthcheckInterval()));
    status.drain();
    lock.remove();
    if (process != null && entities == null) {
      process.terminate();
    }
    pause();
    log.info("No new connections allowed, draining: {} requests", status.inFlight());
  }

  /** Reports unhealthy, and no more: the process ends now. */
  void abandon() {
    ending.drain.countDown();
    status.drain();
    lock.remove();
  }

  private void pause() {
    try {
      TimeUnit.NANOSECONDS.sleep(config.healthcheckInterval().toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the connections, each after its request, and then the function's process. */
  @Override
  public void close() {
    status.leave();
    http.close();
    log.info("Exiting. Active connections: {}", status.inFlight());
    if (entities != null) {
      closeEntities(entities);
    }
    if (process != null && ending.process.getCount() > 0) {
      process.kill();
    }
  }

  /** The process is their code, so it is told after their last message. */
  private void closeEntities(EntityHost last) {
    last.close();
    if (process == null) {
      return;
    }
    process.terminate();
    try {
      var _ = ending.process.await(PROCESS_END_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
