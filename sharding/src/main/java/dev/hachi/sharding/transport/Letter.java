package dev.hachi.sharding.transport;

import dev.hachi.runtime.Invocation;
import dev.hachi.runtime.Outcome;
import dev.hachi.runtime.entity.ResidentsCommand.Answers;
import dev.hachi.runtime.entity.ResidentsCommand.Settle;
import dev.hachi.sharding.replication.ShardMessage;

/** What one replica tells another. Letters between two replicas keep their order; some get lost. */
public sealed interface Letter {
  /** About one shard of {@code function}. */
  record OfShard(String function, int shard, ShardMessage message) implements Letter {}

  /** Run this; its {@link Ended} will have the same number. */
  record Call(long number, Invocation invocation) implements Letter {}

  /** How a call ended. */
  record Ended(long number, Outcome outcome) implements Letter {}

  /** For the entities there. */
  record Settled(Settle settle) implements Letter {}

  /** For the entities there. */
  record Answered(Answers answers) implements Letter {}

  /**
   * The sender stores nearly as much as it may.
   *
   * @param left how many bytes more it may store; 0 when it stores too much
   */
  record Room(long left) implements Letter {}

  /** For whoever watches the load of all replicas of a function. */
  record Loaded(Load load) implements Letter {}
}
