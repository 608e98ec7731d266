package dev.hachi.openfaas.scaler;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * How full the replicas of a function are, and how full they would be if there were more or fewer.
 * Pure.
 */
record Demand(Sight sight, ScaleRules rules) {
  private static final List<Reason> LOADS =
      List.of(Reason.MEMORY, Reason.IN_FLIGHT, Reason.WAITING);

  /** The share of what {@code count} replicas could carry, for CALM the greatest; 1 is full. */
  double use(Reason reason, int count) {
    return switch (reason) {
      case MEMORY -> fullest() * share(count) / share(sight.count());
      case IN_FLIGHT ->
          spread(
              sight.replicas().stream().mapToLong(ReplicaLoad::inFlight).sum(),
              rules.inFlightMax(),
              count);
      case WAITING ->
          spread(
              sight.replicas().stream().mapToLong(ReplicaLoad::waiting).sum(),
              rules.waitingMax(),
              count);
      case CALM -> LOADS.stream().mapToDouble(load -> use(load, count)).max().orElseThrow();
    };
  }

  /** Placement is even, and the first one that is full refuses commits for all. */
  private double fullest() {
    return sight.replicas().stream()
        .mapToDouble(replica -> (double) replica.bytes() / replica.bytesMax())
        .max()
        .orElse(0);
  }

  /** The part of all state that each of {@code count} stores: all, up to as many as copies. */
  private double share(int count) {
    return (double) Math.min(sight.copies(), count) / count;
  }

  /** The gateway takes any replica for each request. */
  private static double spread(long load, long max, int count) {
    return max == 0 ? 0 : (double) load / max / count;
  }

  /** What replicas are too full of, the fullest first. */
  List<Reason> hot() {
    return LOADS.stream()
        .filter(load -> use(load, sight.count()) >= rules.up())
        .sorted(Comparator.comparingDouble(load -> -use(load, sight.count())))
        .toList();
  }

  /** Whether one replica fewer would be enough, and there is nothing that has to be seen first. */
  boolean isCalm() {
    return sight.settled()
        && sight.count() > 1
        && use(Reason.CALM, sight.count() - 1) < rules.down();
  }

  /**
   * How many replicas it takes: at most {@code max}, and at most twice as many as there are, since
   * what is seen now is not what will be. As many as there are when more would be as full.
   */
  int needed(Reason reason, int max) {
    var now = sight.count();
    var most = Math.min(max, Math.max(2 * now, sight.copies() + 1));
    for (var count = now + 1; count <= most; count++) {
      if (use(reason, count) < rules.up()) {
        return count;
      }
    }
    return most > now && use(reason, most) < use(reason, now) ? most : now;
  }

  /** For people. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "memory is used to %.0f %%, requests in flight to %.0f %%, waiting invocations to %.0f %%"
            + " of what %s may carry",
        100 * use(Reason.MEMORY, sight.count()),
        100 * use(Reason.IN_FLIGHT, sight.count()),
        100 * use(Reason.WAITING, sight.count()),
        sight.count() == 1 ? "1 replica" : sight.count() + " replicas");
  }
}
