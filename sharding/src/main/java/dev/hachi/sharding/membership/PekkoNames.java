package dev.hachi.sharding.membership;

import dev.hachi.sharding.membership.Roster.Entry;
import dev.hachi.sharding.membership.Roster.Standing;
import dev.hachi.sharding.placement.Member;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.actor.Address;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.ClusterEvent.CurrentClusterState;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.UniqueAddress;

/** Pekko Cluster's words in ours, and back. */
final class PekkoNames {
  private PekkoNames() {}

  static Member member(UniqueAddress unique) {
    return new Member(unique.address().hostPort().split("@", 2)[1], unique.longUid());
  }

  /** All members, each with its place in the order in which they became members. */
  static Map<Member, Entry> entries(CurrentClusterState state) {
    var oldestFirst = new ArrayList<org.apache.pekko.cluster.Member>();
    state.getMembers().forEach(oldestFirst::add);
    oldestFirst.sort((one, other) -> one.isOlderThan(other) ? -1 : other.isOlderThan(one) ? 1 : 0);
    var entries = new HashMap<Member, Entry>();
    for (var one : oldestFirst) {
      entries.put(member(one.uniqueAddress()), entry(one, entries.size()));
    }
    return entries;
  }

  private static Entry entry(org.apache.pekko.cluster.Member member, int place) {
    var roles = member.getRoles();
    return new Entry(
        standing(member.status()),
        ClusterSettings.functionsOf(roles),
        ClusterSettings.stateVersionsOf(roles),
        place);
  }

  /** The address of a member of the same cluster, of the form {@code host:port}. */
  static Address address(Cluster cluster, String hostPort) {
    var self = cluster.selfAddress();
    var parts = HostPort.of(hostPort);
    return new Address(self.protocol(), self.system(), parts.host(), parts.port());
  }

  static Standing standing(MemberStatus status) {
    if (status.equals(MemberStatus.joining()) || status.equals(MemberStatus.weaklyUp())) {
      return Standing.JOINING;
    }
    return status.equals(MemberStatus.down()) || status.equals(MemberStatus.removed())
        ? Standing.DOWN
        : Standing.LIVING;
  }
}
