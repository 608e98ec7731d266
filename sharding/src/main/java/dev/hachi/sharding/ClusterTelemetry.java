package dev.hachi.sharding;

/**
 * What this replica tells of its part in the cluster; called on the threads that carry it, so it
 * must not block. Thread-safe. What an implementation leaves out it does not hear.
 */
public interface ClusterTelemetry {
  /** Nobody listens. */
  ClusterTelemetry NONE = new ClusterTelemetry() {};

  /** This replica runs a shard that another one ran before. */
  default void moved(ShardMove move) {}

  /** A shard of {@code function} goes on here although a majority of its copies was lost. */
  default void degraded(String function) {}

  /** Another replica refused what this one said about a shard, as its ballot was too low. */
  default void ballotRefused(String function) {}

  /** Why an invocation is sent again. */
  enum Retry {
    /** Its shard has, or is about to have, another owner. */
    MOVED,
    /** There was no answer for a second: its handler runs long, or something got lost. */
    SILENT
  }

  /** An invocation of {@code function} is sent to its owner once more. */
  default void repeated(String function, Retry why) {}
}
