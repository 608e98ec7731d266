package dev.hachi.sharding;

import java.util.Map;

/**
 * How one replica stands in its cluster at one moment.
 *
 * @param members how many it sees, itself included; 0 before it has joined
 * @param shardsOwned how many shards run here, by function
 * @param bytes what all copies here take
 * @param bytesMax what they may take
 * @param unsettled shards that are on their way here, or of which copies are being made
 * @param waiting invocations from here that have no owner yet, or met one that was it no more
 */
public record ClusterFigures(
    int members,
    Map<String, Integer> shardsOwned,
    long bytes,
    long bytesMax,
    int unsettled,
    int waiting) {
  public ClusterFigures {
    shardsOwned = Map.copyOf(shardsOwned);
  }
}
