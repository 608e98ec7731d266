package dev.hachi.sharding;

import dev.hachi.sharding.guard.TlsFiles;
import dev.hachi.sharding.membership.JoinSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a replica takes part in its cluster.
 *
 * @param namespace the tenant; only members of one namespace join each other
 * @param join where it finds the others
 * @param bind the address that it listens at, and at which the others reach it
 * @param port its cluster port; 0 for a free one
 * @param tls what it shows to the others and asks of them; null for nothing: then whoever reaches
 *     its ports is one of them
 * @param shards how many shards each function has; the same on all replicas of the function, for
 *     ever: one that has another number than those that are there is told its end
 * @param copies how many replicas store each shard; the highest of the function's replicas counts
 * @param memoryMax how much state this replica may store, in bytes
 * @param bundleLetters how many messages to one replica leave together at most; 1 to compare
 * @param end is told, once, why this process must end and may start again
 */
public record ClusterOptions(
    String namespace,
    JoinSource join,
    String bind,
    int port,
    @Nullable TlsFiles tls,
    int shards,
    int copies,
    long memoryMax,
    int bundleLetters,
    Consumer<String> end) {
  /** As many messages as wait. */
  public static final int ALL_LETTERS = Integer.MAX_VALUE;
}
