package dev.hachi.watchdog;

import dev.hachi.runtime.FunctionRuntime;
import dev.hachi.watchdog.admin.AdminPage;
import dev.hachi.watchdog.config.WatchdogConfig;
import dev.hachi.watchdog.http.Hosted;
import dev.hachi.watchdog.http.Standing;
import dev.hachi.watchdog.metrics.KamonTelemetry;
import dev.hachi.watchdog.metrics.OutboxAge;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The admin API's pages about this replica. Thread-safe. */
final class OperatorPages {
  private final WatchdogConfig config;
  private final Standing status;
  private final Clock clock;
  private final Instant started;
  private final Neighbours neighbours;
  private final KamonTelemetry telemetry;
  private volatile @Nullable FunctionRuntime runtime;

  /**
   * Pages without a function yet.
   *
   * @param telemetry what the function tells
   */
  OperatorPages(
      WatchdogConfig config,
      Standing status,
      Neighbours neighbours,
      KamonTelemetry telemetry,
      Clock clock) {
    this.neighbours = neighbours;
    this.telemetry = telemetry;
    this.config = config;
    this.status = status;
    this.clock = clock;
    this.started = clock.instant();
  }

  /** From now on the function is shown as {@code started} has it. */
  void host(FunctionRuntime started) {
    runtime = started;
  }

  /** What is measured here beside HTTP, in Prometheus' text format. */
  String metrics() {
    FunctionRuntime started = runtime;
    return telemetry.text()
        + neighbours.metrics()
        + (started == null ? "" : OutboxAge.text(started.overdue()));
  }

  /** The pages by what follows {@code /admin/} in their path. */
  Map<String, AdminPage> all() {
    return Map.of(
        "function", () -> CompletableFuture.completedStage(function()),
        "config", () -> CompletableFuture.completedStage(config.variables()),
        "cluster", this::cluster);
  }

  private Map<String, ?> function() {
    Hosted hosted = status.hosted();
    FunctionRuntime running = runtime;
    Map<String, @Nullable Object> page = new LinkedHashMap<>();
    page.put("name", hosted == null ? config.function() : hosted.function());
    page.put("namespace", config.namespace());
    page.put("ready", hosted != null && !status.draining());
    page.put("draining", status.draining());
    page.put("in_flight", status.inFlight());
    page.put("handlers", running == null ? List.of() : running.handlers());
    page.put("state", config.variables().get("hachi_state"));
    page.put("hachi_version", version());
    page.put("uptime_seconds", Duration.between(started, clock.instant()).toSeconds());
    return page;
  }

  private CompletionStage<Map<String, ?>> cluster() {
    Hosted hosted = status.hosted();
    Map<String, @Nullable Object> page = new LinkedHashMap<>();
    page.put("namespace", config.namespace());
    page.put("function", hosted == null ? config.function() : hosted.function());
    page.put("ready", hosted != null && !status.draining());
    page.put("draining", status.draining());
    page.put("uptime_seconds", Duration.between(started, clock.instant()).toSeconds());
    page.put("live_entities", telemetry.liveEntities());
    return neighbours
        .page()
        .thenApply(seen -> {
          page.putAll(seen);
          return page;
        });
  }

  private static String version() {
    String version = OperatorPages.class.getPackage().getImplementationVersion();
    return version == null ? "not packaged" : version;
  }
}
