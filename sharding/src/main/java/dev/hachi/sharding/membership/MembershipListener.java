package dev.hachi.sharding.membership;

import dev.hachi.sharding.placement.Members;

/**
 * Who is told of what happens to a replica's membership: one call at a time, in order. Calls must
 * not block.
 */
public interface MembershipListener {
  /** Others are there than before, or others drain. Nothing is told any more after the end. */
  void changed(Members members);

  /**
   * The others have removed this member, or it has removed itself because a majority is out of its
   * reach. Its ActorSystem ends; the process must end as well, and may start anew. The reason has
   * been logged.
   */
  void downed(String reason);

  /**
   * There is another, larger cluster of this namespace. The process must end and start anew, so
   * that it joins that one; its state in memory is lost. The reason has been logged.
   */
  void giveWay(String reason);

  /**
   * This member hosts a function that members who were there before divide otherwise. It was told
   * of no members that it is among; the process must end. The reason has been logged.
   */
  void refused(String reason);
}
