package dev.hachi.watchdog;

import dev.hachi.runtime.FunctionRuntime;
import dev.hachi.runtime.HotEntity;
import dev.hachi.watchdog.admin.AdminException;
import dev.hachi.watchdog.admin.AdminPage;
import dev.hachi.watchdog.config.WatchdogConfig;
import dev.hachi.watchdog.http.Hosted;
import dev.hachi.watchdog.http.Standing;
import dev.hachi.watchdog.metrics.EntityMetrics;
import dev.hachi.watchdog.metrics.KamonTelemetry;
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
  private static final int HOTTEST_MAX = 20;

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
        + (started == null ? "" : EntityMetrics.text(started.overdue(), started.waiting()));
  }

  /** The pages by what follows {@code /admin/} in their path. */
  Map<String, AdminPage> all() {
    return Map.of(
        "function", query -> CompletableFuture.completedStage(function()),
        "config", query -> CompletableFuture.completedStage(config.variables()),
        "cluster", query -> cluster(),
        "entities", query -> entities(running()),
        "entity", query -> EntityPage.of(running(), neighbours, config.namespace(), query));
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

  private FunctionRuntime running() {
    FunctionRuntime running = runtime;
    if (running == null) {
      throw new AdminException(503, "starting", "the function is not ready yet; ask again");
    }
    return running;
  }

  private CompletionStage<Map<String, ?>> entities(FunctionRuntime running) {
    return running
        .hottest(HOTTEST_MAX)
        .thenApply(hottest -> {
          Map<String, Object> page = new LinkedHashMap<>();
          page.put("live_entities", telemetry.liveEntities());
          page.put("hottest", hottest.stream().map(OperatorPages::hot).toList());
          return page;
        });
  }

  private static Map<String, Object> hot(HotEntity entity) {
    Map<String, Object> page = new LinkedHashMap<>();
    page.put("function", entity.function());
    page.put("key", entity.key());
    page.put("invocations", entity.invocations());
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
