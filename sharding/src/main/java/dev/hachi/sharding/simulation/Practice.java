package dev.hachi.sharding.simulation;

import dev.hachi.sharding.placement.Member;
import dev.hachi.sharding.replication.LocalShard;
import dev.hachi.sharding.replication.Outbound;

/**
 * What is simulated: the protocol and the habits of the entities on top of it. Tests replace single
 * ones by wrong ones to see that the simulation notices. Stateless.
 */
class Practice {
  /** The protocol. */
  LocalShard replica(Member self, Outbound out) {
    return new LocalShard(self, out);
  }

  /** Replies leave only after the commit, or they promise what may be lost. */
  boolean repliesWhenStored() {
    return true;
  }

  /** Messages leave only after the commit, or money is received that was never sent. */
  boolean tellsWhenStored() {
    return true;
  }

  /**
   * An id that was seen gets its first outcome, or what is repeated takes effect twice.
   *
   * @param stored whether it was seen before the entity was activated here
   */
  boolean knowsId(boolean stored) {
    return true;
  }

  /** A new owner looks for what is due, or timers of keys that nobody calls are never run. */
  boolean wakesAtOpen() {
    return true;
  }
}
