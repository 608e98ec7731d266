package dev.hachi.sharding.placement;

import java.util.List;
import java.util.Map;

/**
 * Which states the members that host one function can read: those of their own state version and of
 * every lower one.
 *
 * @param known the state versions of those whose version is not 1
 * @param needed the highest that a member has met in a record that it could not read; 1 when none
 *     has
 */
public record Versions(Map<Member, Integer> known, int needed) {
  /** All have the first, and nobody has met another. */
  public static final Versions ALIKE = new Versions(Map.of(), 1);

  public Versions {
    known = Map.copyOf(known);
  }

  /** The state version of {@code member}. */
  public int of(Member member) {
    return known.getOrDefault(member, 1);
  }

  /**
   * Those of {@code members} that can read the most: what is needed if any can, else what the
   * newest of them can.
   */
  List<Member> able(List<Member> members) {
    var newest = members.stream().mapToInt(this::of).max().orElse(1);
    var enough = Math.min(needed, newest);
    return members.stream().filter(member -> of(member) >= enough).toList();
  }
}
