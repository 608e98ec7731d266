package dev.hachi.sharding.placement;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The living members of the cluster as one of them sees it at one moment; views of several members
 * differ for a while after each change.
 *
 * @param functions the functions that each member hosts
 * @param draining those that are on their way out: they run and store shards until others do
 * @param divisions how each of these functions is divided
 * @param versions which states their hosts can read, unless all can read the same
 * @param byAge all members, the one that became a member first before the others
 */
public record Members(
    Map<Member, Set<String>> functions,
    Set<Member> draining,
    Map<String, Division> divisions,
    Map<String, Versions> versions,
    List<Member> byAge) {
  /** Nobody is there. */
  public static final Members NONE = new Members(Map.of(), Set.of(), Map.of());

  public Members {
    functions = Map.copyOf(functions);
    draining = Set.copyOf(draining);
    divisions = Map.copyOf(divisions);
    versions = Map.copyOf(versions);
    byAge = List.copyOf(byAge);
  }

  /** Hosts that became members in their order. */
  public Members(
      Map<Member, Set<String>> functions,
      Set<Member> draining,
      Map<String, Division> divisions,
      Map<String, Versions> versions) {
    this(functions, draining, divisions, versions, List.copyOf(new TreeSet<>(functions.keySet())));
  }

  /** Hosts that can read the same states, too. */
  public Members(
      Map<Member, Set<String>> functions, Set<Member> draining, Map<String, Division> divisions) {
    this(functions, draining, divisions, Map.of());
  }

  /** Who has hosted {@code function} longest, of those that stay; empty when nobody does. */
  public Optional<Member> oldest(String function) {
    return byAge.stream()
        .filter(member -> functions.getOrDefault(member, Set.of()).contains(function))
        .filter(member -> !draining.contains(member))
        .findFirst();
  }

  /** Those that host {@code function}. */
  public View of(String function) {
    var hosts = new TreeSet<Member>();
    functions.forEach((member, hosted) -> {
      if (hosted.contains(function)) {
        hosts.add(member);
      }
    });
    return new View(hosts, draining, versions.getOrDefault(function, Versions.ALIKE));
  }
}
