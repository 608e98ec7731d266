package dev.hachi.sharding.replication;

import dev.hachi.sharding.placement.Member;
import java.util.List;

/** The members that store a shard under {@code ballot}. */
public record CopySet(Ballot ballot, List<Member> members) {
  public CopySet {
    members = List.copyOf(members);
  }
}
