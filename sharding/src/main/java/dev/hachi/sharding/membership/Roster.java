package dev.hachi.sharding.membership;

import dev.hachi.sharding.placement.Member;
import dev.hachi.sharding.placement.Members;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What one member knows of all: how Pekko Cluster sees them, who is proven dead, who drains. Pure
 * and immutable.
 *
 * @param entries all members that Pekko Cluster has not removed
 * @param dead those among them whose process has ended
 * @param draining those among them that are on their way out
 */
record Roster(Map<Member, Entry> entries, Set<Member> dead, Set<Member> draining) {
  /** How far a member has come. */
  enum Standing {
    JOINING,
    LIVING,
    DOWN
  }

  record Entry(Standing standing, Set<String> functions) {}

  static final Roster EMPTY = new Roster(Map.of(), Set.of(), Set.of());

  Roster {
    entries = Map.copyOf(entries);
    dead = retained(dead, entries.keySet());
    draining = retained(draining, entries.keySet());
  }

  /** Pekko Cluster knows {@code member} as {@code entry}. */
  Roster with(Member member, Entry entry) {
    var changed = new HashMap<>(entries);
    changed.put(member, entry);
    return new Roster(changed, dead, draining);
  }

  /** Pekko Cluster knows {@code all}, and nobody else. */
  Roster withAll(Map<Member, Entry> all) {
    return new Roster(all, dead, draining);
  }

  /** Pekko Cluster has removed {@code member}. */
  Roster without(Member member) {
    var changed = new HashMap<>(entries);
    changed.remove(member);
    return new Roster(changed, dead, draining);
  }

  Roster withDead(Member member) {
    return new Roster(entries, plus(dead, member), draining);
  }

  Roster withDraining(Member member) {
    return new Roster(entries, dead, plus(draining, member));
  }

  boolean knows(Member member) {
    return entries.containsKey(member);
  }

  boolean isDown(Member member) {
    var entry = entries.get(member);
    return entry != null && entry.standing() == Standing.DOWN;
  }

  /** Those that have joined and are neither dead nor down. */
  Members members() {
    var living = new TreeMap<Member, Set<String>>();
    entries.forEach((member, entry) -> {
      if (entry.standing() == Standing.LIVING && !dead.contains(member)) {
        living.put(member, entry.functions());
      }
    });
    return new Members(living, retained(draining, living.keySet()));
  }

  /** Those that one who looks for a cluster may join. */
  SortedSet<Member> joinable() {
    return entries.entrySet().stream()
        .filter(entry -> entry.getValue().standing() != Standing.DOWN)
        .map(Map.Entry::getKey)
        .filter(member -> !dead.contains(member))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<Member> retained(Set<Member> some, Set<Member> of) {
    return some.stream().filter(of::contains).collect(Collectors.toUnmodifiableSet());
  }

  private static Set<Member> plus(Set<Member> some, Member member) {
    var changed = new HashSet<>(some);
    changed.add(member);
    return changed;
  }
}
