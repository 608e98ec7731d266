package dev.hachi.sharding;

import dev.hachi.sharding.membership.ClusterSettings;
import java.util.function.Consumer;

/**
 * How a replica takes part in its cluster.
 *
 * @param settings who it is and where it finds the others
 * @param shards how many shards each function has; the same on all replicas of a namespace, for
 *     ever
 * @param copies how many replicas store each shard; the same on all replicas of a namespace
 * @param memoryMax how much state this replica may store, in bytes
 * @param bundleLetters how many messages to one replica leave together at most; 1 to compare
 * @param end is told, once, why this process must end and may start again
 */
public record ClusterOptions(
    ClusterSettings settings,
    int shards,
    int copies,
    long memoryMax,
    int bundleLetters,
    Consumer<String> end) {
  /** As many as bring evenness to 10 replicas without costing much at rest. */
  public static final int SHARDS = 128;

  /** A majority survives the loss of one. */
  public static final int COPIES = 3;

  /** As many as there are. */
  public static final int ALL_LETTERS = Integer.MAX_VALUE;
}
