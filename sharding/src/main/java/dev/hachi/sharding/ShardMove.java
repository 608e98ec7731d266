package dev.hachi.sharding;

import dev.hachi.sharding.placement.Member;
import java.time.Duration;
import java.time.Instant;

/**
 * A shard's coming to this replica from another owner: a hand-over, or a recovery.
 *
 * @param at when this replica began to run it
 * @param from who ran it before; this replica itself when somebody only tried to take it
 * @param took from when this replica saw that it was to run the shard until it did
 * @param keys how many keys it had
 * @param degraded whether a majority of its copies was lost, so that changes may be
 */
public record ShardMove(
    String function,
    int shard,
    Instant at,
    Member from,
    Cause cause,
    Duration took,
    int keys,
    boolean degraded) {
  /** Why a shard came. */
  public enum Cause {
    /** A replica joined, mostly this one, so that shards are placed anew. */
    JOINED,
    /** The owner drains. */
    DRAINED,
    /** The owner ended, or was cut off, without handing the shard over. */
    DIED,
    /** The owner is there; others left, so that shards are placed anew. */
    BALANCED,
    /** Another replica tried to own the shard, or was to own it, and this one does again. */
    REGAINED
  }
}
