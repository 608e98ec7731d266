package dev.hachi.sharding.replication;

import dev.hachi.sharding.placement.Member;
import dev.hachi.sharding.replication.ShardMessage.ToCopy;
import dev.hachi.sharding.replication.ShardMessage.ToOwner;
import java.util.Collection;
import java.util.function.BiConsumer;

/**
 * What the phases of an ownership share: who acts, by which rules, and how to reach the copies, of
 * which the owner's own is one.
 *
 * @param send to other members
 * @param answer what the owner's own copy says, to the phase under way
 */
record Owner(
    Member self,
    Rules rules,
    ShardCopy local,
    BiConsumer<Member, ToCopy> send,
    BiConsumer<Member, ToOwner> answer) {

  /** Tells all of {@code members}; the own copy last, as its answer may end the phase. */
  void tell(Collection<Member> members, ToCopy message) {
    for (var member : members) {
      if (!member.equals(self)) {
        send.accept(member, message);
      }
    }
    if (members.contains(self)) {
      tell(self, message);
    }
  }

  void tell(Member member, ToCopy message) {
    if (!member.equals(self)) {
      send.accept(member, message);
      return;
    }
    var said = local.take(message);
    if (said != null) {
      answer.accept(self, said);
    }
  }
}
