package dev.hachi.sharding.placement;

import java.util.Map;
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
 */
public record Members(
    Map<Member, Set<String>> functions,
    Set<Member> draining,
    Map<String, Division> divisions,
    Map<String, Versions> versions) {
  /** Nobody is there. */
  public static final Members NONE = new Members(Map.of(), Set.of(), Map.of());

  public Members {
    functions = Map.copyOf(functions);
    draining = Set.copyOf(draining);
    divisions = Map.copyOf(divisions);
    versions = Map.copyOf(versions);
  }

  /** Hosts that can read the same states. */
  public Members(
      Map<Member, Set<String>> functions, Set<Member> draining, Map<String, Division> divisions) {
    this(functions, draining, divisions, Map.of());
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
