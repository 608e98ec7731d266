package dev.hachi.sharding.placement;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The members that host one function, as one of them sees it.
 *
 * @param members all of them, in order
 * @param draining those among them that are on their way out
 * @param versions which states they can read
 */
public record View(List<Member> members, Set<Member> draining, Versions versions) {
  public View {
    members = List.copyOf(new TreeSet<>(members));
    draining = Set.copyOf(draining);
  }

  public View(Collection<Member> members, Set<Member> draining, Versions versions) {
    this(List.copyOf(members), draining, versions);
  }

  /** Members that can read the same states. */
  public View(Collection<Member> members, Set<Member> draining) {
    this(members, draining, Versions.ALIKE);
  }

  /** Those that may get shards: all but the draining; all when every one drains. */
  public List<Member> eligible() {
    var staying = members.stream().filter(member -> !draining.contains(member)).toList();
    return staying.isEmpty() ? members : staying;
  }
}
