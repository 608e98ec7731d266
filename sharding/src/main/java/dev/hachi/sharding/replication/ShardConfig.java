package dev.hachi.sharding.replication;

import dev.hachi.sharding.placement.Member;
import java.util.ArrayList;
import java.util.List;

/**
 * Who stores a shard, as the last owner installed it.
 *
 * @param current who stores it
 * @param priors who stored it before: an installation that its owner did not finish may be known to
 *     few, so these count until it is known to be finished
 */
public record ShardConfig(CopySet current, List<CopySet> priors) {
  public ShardConfig {
    priors = List.copyOf(priors);
  }

  /** The ballot that installed it. */
  public Ballot ballot() {
    return current.ballot();
  }

  /** Whether {@code member} stores the shard. */
  public boolean names(Member member) {
    return current.members().contains(member);
  }

  ShardConfig sealed() {
    return priors.isEmpty() ? this : new ShardConfig(current, List.of());
  }

  /** All sets a majority of which a later owner has to hear. */
  List<CopySet> sets() {
    var sets = new ArrayList<CopySet>(1 + priors.size());
    sets.add(current);
    sets.addAll(priors);
    return sets;
  }
}
