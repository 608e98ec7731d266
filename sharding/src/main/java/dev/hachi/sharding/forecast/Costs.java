package dev.hachi.sharding.forecast;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * What one key costs when its shard is handed over, measured on this machine.
 *
 * @param fillNanos to bring it to a new copy while the owner serves, both ends together
 * @param fillBytes sent for that
 * @param pauseNanos while nobody serves the shard, all ends together
 * @param pauseBytes sent in that time
 */
public record Costs(double fillNanos, double fillBytes, double pauseNanos, double pauseBytes) {
  private static final int KEYS = 10_000;

  /** So few that they know each other at once: all is about the keys. */
  private static final int REPLICAS = 5;

  private static final int TIMES = 4;

  /** The quickest of a few times: the others were disturbed, or not compiled yet. */
  public static Costs measure(Paper paper) {
    return IntStream.range(0, TIMES)
        .mapToObj(_ -> of(Rehearsal.of(paper, REPLICAS, KEYS)))
        .min(Comparator.comparingDouble(costs -> costs.fillNanos() + costs.pauseNanos()))
        .orElseThrow();
  }

  private static Costs of(Rehearsal.Cost cost) {
    return new Costs(
        (cost.nanos() - cost.pauseNanos()) / (double) KEYS,
        (cost.bytes() - cost.pauseBytes()) / (double) KEYS,
        cost.pauseNanos() / (double) KEYS,
        cost.pauseBytes() / (double) KEYS);
  }
}
