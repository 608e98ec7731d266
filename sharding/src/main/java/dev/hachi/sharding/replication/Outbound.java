package dev.hachi.sharding.replication;

import dev.hachi.sharding.placement.Member;

/** What a shard's state machine asks its surroundings to do; none of it may call back into it. */
public interface Outbound {
  /** Send {@code message} to another member; it may get lost. */
  void send(Member to, ShardMessage message);

  /**
   * This member owns the shard and has its data: entities may be activated.
   *
   * @param before the ballot that was in force until now; {@link Ballot#NONE} for a new shard
   */
  void open(Ballot before);

  /** Let the entities end what runs, then call {@link LocalShard#closed}. */
  void close();

  /** This member may own the shard no more: stop its entities at once. */
  void abandon();

  /** The write {@code id} is stored on a majority. */
  void written(long id);

  /** Whether the write {@code id} is stored is unknown: this member may own the shard no more. */
  void unknown(long id);

  /** Everything written before the confirmation {@code id} was asked for was seen. */
  void confirmed(long id);

  /** The confirmation {@code id} failed: this member may own the shard no more. */
  void unconfirmed(long id);

  /** The shard lives on although a majority of its copies is gone: writes may be lost. */
  void degraded();
}
