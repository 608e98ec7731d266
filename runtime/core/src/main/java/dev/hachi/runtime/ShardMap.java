package dev.hachi.runtime;

/**
 * Which shard of its function an entity belongs to. A pure function, the same on every replica;
 * thread-safe.
 */
@FunctionalInterface
public interface ShardMap {
  /** The number of the shard of {@code address}, 0 or more. */
  int shardOf(Address address);
}
