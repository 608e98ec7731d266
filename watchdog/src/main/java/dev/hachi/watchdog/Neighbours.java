package dev.hachi.watchdog;

import dev.hachi.openfaas.gateway.GatewaySettings;
import dev.hachi.openfaas.gateway.GatewaySurroundings;
import dev.hachi.openfaas.scaler.Scaler;
import dev.hachi.runtime.Address;
import dev.hachi.runtime.FunctionRuntime;
import dev.hachi.runtime.Surroundings;
import dev.hachi.sharding.ClusterOptions;
import dev.hachi.sharding.ClusterSurroundings;
import dev.hachi.sharding.membership.Contact;
import dev.hachi.sharding.placement.Member;
import dev.hachi.watchdog.config.ClusterConfig;
import dev.hachi.watchdog.config.KeySource;
import dev.hachi.watchdog.config.WatchdogConfig;
import dev.hachi.watchdog.http.Standing;
import dev.hachi.watchdog.metrics.ClusterMetrics;
import dev.hachi.watchdog.metrics.ScaleMetrics;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The other replicas of the function, if the config names any. Thread-safe. */
final class Neighbours implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Neighbours.class);

  private final @Nullable ClusterSurroundings cluster;
  private final Surroundings surroundings;
  private final ClusterMetrics metrics;
  private final ScaleMetrics scaleMetrics = new ScaleMetrics();
  private volatile @Nullable Scaler scaler;

  private Neighbours(
      @Nullable ClusterSurroundings cluster, Surroundings surroundings, ClusterMetrics metrics) {
    this.metrics = metrics;
    this.cluster = cluster;
    this.surroundings = surroundings;
  }

  /**
   * Those of {@code config}.
   *
   * @param failed run when this process can no longer be one of them and has to start again
   */
  static Neighbours of(WatchdogConfig config, Clock clock, Runnable failed) {
    ClusterConfig own = config.cluster();
    ClusterMetrics metrics = new ClusterMetrics();
    if (!own.joins()) {
      return new Neighbours(
          null, withGateway(Surroundings.alone(config.storePlugin()), config, clock), metrics);
    }
    ClusterOptions options =
        new ClusterOptions(
            config.namespace(),
            own.join(),
            own.bind(),
            own.port(),
            own.tls(),
            own.shards(),
            own.copies(),
            own.memoryMax(),
            own.batches() ? ClusterOptions.ALL_LETTERS : 1,
            reason -> {
              log.error("this replica ends: {}", reason);
              failed.run();
            });
    warnIfExposed(own);
    ClusterSurroundings cluster = new ClusterSurroundings(options, clock, metrics);
    return new Neighbours(cluster, withGateway(cluster, config, clock), metrics);
  }

  private static Surroundings withGateway(Surroundings near, WatchdogConfig config, Clock clock) {
    boolean keysInPath = config.keySource() instanceof KeySource.Path;
    return new GatewaySurroundings(
        near, GatewaySettings.of(config.gateway(), config.namespace(), keysInPath), clock);
  }

  private static void warnIfExposed(ClusterConfig own) {
    if (own.exposed()) {
      log.warn(
          "hachi_bind is {} and hachi_tls_cert is not set: whoever reaches the cluster port {} and the"
              + " one after it can read and change all state; set hachi_tls_cert, hachi_tls_key and"
              + " hachi_tls_ca, or let only replicas of this namespace reach these ports",
          own.bind(),
          own.port());
    }
  }

  /** What the runtime has to know of them. */
  Surroundings surroundings() {
    return surroundings;
  }

  /** Whether this replica is one of them; always when it is alone. */
  boolean joined() {
    return cluster == null || cluster.joined();
  }

  /** Completes when this replica is one of them for the first time; at once when it is alone. */
  CompletionStage<?> joining() {
    return cluster == null ? CompletableFuture.completedStage(null) : cluster.joining();
  }

  /** From now on the gateway is asked for more or fewer of them, if the config says so. */
  void scale(WatchdogConfig config, Standing status, FunctionRuntime runtime) {
    if (cluster != null) {
      scaler = Scaling.start(config, cluster, status, runtime, scaleMetrics).orElse(null);
    }
  }

  /** Nothing is asked any more. */
  @Override
  public void close() {
    Scaler started = scaler;
    if (started != null) {
      started.close();
    }
  }

  /** What those that look for a cluster are told; empty when there is nothing to tell. */
  Optional<String> contact() {
    return cluster == null ? Optional.empty() : cluster.contact().map(Contact::json);
  }

  /** The metrics of this replica's part in the cluster; empty when it is alone. */
  String metrics() {
    return cluster == null ? "" : metrics.text(cluster.figures()) + scaleMetrics.text();
  }

  /** Who else owns {@code address}; empty when that is not known, or this replica is to own it. */
  Optional<String> otherOwnerOf(Address address) {
    return cluster == null
        ? Optional.empty()
        : cluster
            .ownerOf(address)
            .filter(owner -> !cluster.self().equals(Optional.of(owner)))
            .map(Member::toString);
  }

  /** The cluster as this replica sees it, for operators. */
  CompletionStage<Map<String, ?>> page() {
    return cluster == null
        ? CompletableFuture.completedStage(
            Map.of("members", List.of(), "shards", List.of(), "moves", List.of()))
        : ClusterPage.of(cluster);
  }
}
