package dev.hachi.sharding.membership;

import dev.hachi.sharding.placement.Division;
import dev.hachi.sharding.placement.Member;
import dev.hachi.sharding.placement.Members;
import dev.hachi.sharding.placement.Versions;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one member knows of all: how Pekko Cluster sees them, who is proven dead, who drains, and
 * which state versions records were found to need. Pure and immutable.
 *
 * @param entries all members that Pekko Cluster has not removed
 * @param dead those among them whose process has ended
 * @param draining those among them that are on their way out
 * @param needed the state versions that records of functions need, 1,000 at most
 */
record Roster(
    Map<Member, Entry> entries,
    Set<Member> dead,
    Set<Member> draining,
    Map<String, Integer> needed) {
  private static final int NEEDED_MAX = 1_000;

  /** How far a member has come. */
  enum Standing {
    JOINING,
    LIVING,
    DOWN
  }

  /**
   * One member.
   *
   * @param functions how those that it hosts are divided, as it was told
   * @param stateVersions the highest state versions that its code of them knows
   * @param place in the order in which all became members, the oldest first
   */
  record Entry(
      Standing standing,
      Map<String, Division> functions,
      Map<String, Integer> stateVersions,
      int place) {}

  static final Roster EMPTY = new Roster(Map.of(), Set.of(), Set.of(), Map.of());

  Roster {
    entries = Map.copyOf(entries);
    dead = retained(dead, entries.keySet());
    draining = retained(draining, entries.keySet());
    needed = Map.copyOf(needed);
  }

  /** Pekko Cluster knows {@code all}, and nobody else. */
  Roster withAll(Map<Member, Entry> all) {
    return new Roster(all, dead, draining, needed);
  }

  /** Pekko Cluster has removed {@code member}. */
  Roster without(Member member) {
    var changed = new HashMap<>(entries);
    changed.remove(member);
    return new Roster(changed, dead, draining, needed);
  }

  Roster withDead(Member member) {
    return new Roster(entries, plus(dead, member), draining, needed);
  }

  Roster withDraining(Member member) {
    return new Roster(entries, dead, plus(draining, member), needed);
  }

  /** The same when {@code notice} says nothing new, or there are too many. */
  Roster withNeeded(NeedNotice notice) {
    var before = needed.get(notice.function());
    if (before == null ? needed.size() >= NEEDED_MAX : before >= notice.stateVersion()) {
      return this;
    }
    var changed = new HashMap<>(needed);
    changed.put(notice.function(), notice.stateVersion());
    return new Roster(entries, dead, draining, changed);
  }

  /**
   * What is needed and not all that host the function can read: those that come must hear of it.
   */
  Map<String, Integer> unmet() {
    return needed.entrySet().stream()
        .filter(need ->
            entries.entrySet().stream()
                .filter(entry -> entry.getValue().functions().containsKey(need.getKey()))
                .anyMatch(entry -> stateVersion(entry.getKey(), need.getKey()) < need.getValue()))
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  boolean knows(Member member) {
    return entries.containsKey(member);
  }

  /** All but {@code self}. */
  Set<Member> others(Member self) {
    var others = new HashSet<>(entries.keySet());
    others.remove(self);
    return Set.copyOf(others);
  }

  boolean isDown(Member member) {
    var entry = entries.get(member);
    return entry != null && entry.standing() == Standing.DOWN;
  }

  /**
   * Why {@code self} may not be a member: those that were there before divide one of its functions
   * into another number of shards, so that keys would be elsewhere. Empty when it may.
   */
  Optional<String> conflict(Member self) {
    var own = entries.get(self);
    return own == null
        ? Optional.empty()
        : living()
            .takeWhile(older -> !older.equals(self))
            .flatMap(older -> conflict(own, older).stream())
            .findFirst();
  }

  private Optional<String> conflict(Entry own, Member older) {
    var theirs = functionsOf(older);
    return own.functions().entrySet().stream()
        .flatMap(one -> {
          var there = theirs.getOrDefault(one.getKey(), one.getValue()).shards();
          var here = one.getValue().shards();
          return here == there
              ? Stream.empty()
              : Stream.of(sentence(one.getKey(), here, there, older));
        })
        .findFirst();
  }

  private static String sentence(String function, int here, int there, Member older) {
    return ("hachi_shards is %d here, but %s, which hosts %s too, was there before with %d: set it"
            + " to %d, or end all replicas of %s first, which forgets what they keep in memory")
        .formatted(here, older.address(), function, there, there, function);
  }

  /**
   * Those that have joined and are neither dead nor down, as {@code self} sees them: each function
   * is divided as {@code self} has it, else as the oldest that hosts it, and the highest number of
   * copies counts. Who divides a function otherwise is about to end, and does not count as a host
   * of it.
   */
  Members members(Member self) {
    var divisions = new HashMap<String, Division>();
    Stream.concat(living().filter(self::equals), living())
        .forEach(member ->
            functionsOf(member)
                .forEach((function, division) ->
                    divisions.merge(function, division, Roster::withMoreCopies)));
    var functions = new TreeMap<Member, Set<String>>();
    living().forEach(member -> functions.put(member, hosted(member, divisions)));
    return new Members(
        functions,
        retained(draining, functions.keySet()),
        divisions,
        versions(functions),
        living().toList());
  }

  private Map<String, Versions> versions(Map<Member, Set<String>> hosts) {
    var known = new HashMap<String, Map<Member, Integer>>();
    hosts.forEach((member, functions) -> {
      for (var function : functions) {
        var version = stateVersion(member, function);
        var ofFunction = known.computeIfAbsent(function, name -> new HashMap<>());
        if (version > 1) {
          ofFunction.put(member, version);
        }
      }
    });
    var versions = new HashMap<String, Versions>();
    known.forEach((function, ofFunction) ->
        versions.put(function, new Versions(ofFunction, needed.getOrDefault(function, 1))));
    versions.values().removeIf(Versions.ALIKE::equals);
    return versions;
  }

  private int stateVersion(Member member, String function) {
    var entry = entries.get(member);
    return entry == null ? 1 : entry.stateVersions().getOrDefault(function, 1);
  }

  private static Division withMoreCopies(Division first, Division other) {
    return other.shards() == first.shards() && other.copies() > first.copies() ? other : first;
  }

  private Set<String> hosted(Member member, Map<String, Division> divisions) {
    var hosted = new TreeSet<String>();
    functionsOf(member)
        .forEach((function, division) -> {
          if (division.shards() == divisions.getOrDefault(function, division).shards()) {
            hosted.add(function);
          }
        });
    return hosted;
  }

  private Map<String, Division> functionsOf(Member member) {
    var entry = entries.get(member);
    return entry == null ? Map.of() : entry.functions();
  }

  /** The oldest first. */
  private Stream<Member> living() {
    return entries.entrySet().stream()
        .filter(entry -> entry.getValue().standing() == Standing.LIVING)
        .filter(entry -> !dead.contains(entry.getKey()))
        .sorted(Comparator.comparingInt(entry -> entry.getValue().place()))
        .map(Map.Entry::getKey);
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
