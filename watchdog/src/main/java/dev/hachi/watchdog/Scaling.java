package dev.hachi.watchdog;

import dev.hachi.openfaas.scaler.ReplicaLoad;
import dev.hachi.openfaas.scaler.ScaleRules;
import dev.hachi.openfaas.scaler.ScaleSettings;
import dev.hachi.openfaas.scaler.Scaler;
import dev.hachi.openfaas.scaler.Sight;
import dev.hachi.openfaas.scaler.Watch;
import dev.hachi.runtime.FunctionRuntime;
import dev.hachi.sharding.ClusterFigures;
import dev.hachi.sharding.ClusterSurroundings;
import dev.hachi.sharding.placement.Division;
import dev.hachi.sharding.placement.Member;
import dev.hachi.sharding.placement.Members;
import dev.hachi.sharding.transport.Load;
import dev.hachi.watchdog.config.ScaleConfig;
import dev.hachi.watchdog.config.WatchdogConfig;
import dev.hachi.watchdog.http.Standing;
import dev.hachi.watchdog.metrics.ScaleMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a {@link Scaler} watches here: the replicas of the function, as one cluster sees them. The
 * oldest of them decides; the others tell it their load.
 */
final class Scaling implements Watch {
  /** A letter may get lost, and a replica may be busy. */
  private static final int LOOKS_OLD_MAX = 5;

  private final ClusterSurroundings cluster;
  private final Standing status;
  private final FunctionRuntime runtime;
  private final Duration ageMax;

  private Scaling(
      ClusterSurroundings cluster, Standing status, FunctionRuntime runtime, Duration ageMax) {
    this.cluster = cluster;
    this.status = status;
    this.runtime = runtime;
    this.ageMax = ageMax;
  }

  /** Begins to look after the function in {@code runtime}, if {@code config} says so. */
  static Optional<Scaler> start(
      WatchdogConfig config,
      ClusterSurroundings cluster,
      Standing status,
      FunctionRuntime runtime,
      ScaleMetrics metrics) {
    ScaleConfig scale = config.scale();
    if (!scale.on()) {
      return Optional.empty();
    }
    ScaleSettings settings =
        new ScaleSettings(
            Objects.requireNonNull(config.gateway()),
            runtime.function(),
            config.namespace(),
            scale.user(),
            scale.passwordFile(),
            scale.every(),
            rules(scale));
    Duration ageMax = scale.every().multipliedBy(LOOKS_OLD_MAX);
    Scaling watch = new Scaling(cluster, status, runtime, ageMax);
    try {
      return Optional.of(
          Scaler.start(settings, watch, metrics.of(runtime.function()), System::nanoTime));
    } catch (IllegalArgumentException e) {
      throw new StartException(String.valueOf(e.getMessage()), e);
    }
  }

  private static ScaleRules rules(ScaleConfig scale) {
    return new ScaleRules(
        scale.up() / 100.0,
        scale.down() / 100.0,
        scale.inFlight(),
        scale.waiting(),
        scale.pause(),
        scale.calm());
  }

  @Override
  public boolean leads() {
    Optional<Member> oldest = cluster.members().oldest(runtime.function());
    if (oldest.isEmpty() || status.draining()) {
      return false;
    }
    if (oldest.equals(cluster.self())) {
      return true;
    }
    cluster.tellLoad(oldest.get(), load());
    return false;
  }

  private Load load() {
    ClusterFigures figures = cluster.figures();
    return new Load(
        figures.bytes(),
        figures.bytesMax(),
        status.inFlight(),
        runtime.waiting(),
        figures.unsettled());
  }

  @Override
  public Optional<Sight> look() {
    Members members = cluster.members();
    Map<Member, Load> loads = new HashMap<>(cluster.loads(ageMax));
    cluster.self().ifPresent(self -> loads.put(self, load()));
    List<Member> all = members.of(runtime.function()).members();
    List<Member> hosts = all.stream().filter(host -> !members.draining().contains(host)).toList();
    if (hosts.isEmpty() || !loads.keySet().containsAll(hosts)) {
      return Optional.empty();
    }
    boolean settled = hosts.size() == all.size();
    List<ReplicaLoad> replicas = new ArrayList<>();
    for (Member host : hosts) {
      Load load = Objects.requireNonNull(loads.get(host));
      settled &= load.unsettled() == 0;
      replicas.add(new ReplicaLoad(load.bytes(), load.bytesMax(), load.inFlight(), load.waiting()));
    }
    Division division = members.divisions().get(runtime.function());
    return Optional.of(new Sight(replicas, division == null ? 1 : division.copies(), settled));
  }
}
