package dev.hachi.sharding.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class PlacementTest {
  private static final int SHARDS = 1024;

  private final Placement placement = new Placement("counter", SHARDS, 3);

  @RepeatedTest(20)
  void every_member_runs_and_stores_about_as_many_shards_as_the_others(RepetitionInfo seed) {
    var owned = new HashMap<Member, Integer>();
    var stored = new HashMap<Member, Integer>();
    for (var copies : placement.assign(view(pods(10, seed)))) {
      owned.merge(copies.getFirst(), 1, Integer::sum);
      copies.forEach(copy -> stored.merge(copy, 1, Integer::sum));
    }
    assertThat(owned)
        .hasSize(10)
        .allSatisfy((member, count) -> isAbout(count, SHARDS / 10.0, 0.15));
    assertThat(stored).hasSize(10).allSatisfy((member, count) -> isAbout(count, SHARDS * 0.3, 0.2));
  }

  private static void isAbout(int count, double even, double tolerance) {
    assertThat(count / even).isEqualTo(1, within(tolerance));
  }

  @RepeatedTest(20)
  void a_member_that_comes_or_goes_moves_little_more_than_its_own_shards(RepetitionInfo seed) {
    var eleven = pods(11, seed);
    var ten = eleven.subList(0, 10);
    var more = placement.assign(view(eleven));
    var fewer = placement.assign(view(ten));
    var moved =
        IntStream.range(0, SHARDS)
            .filter(shard -> !more.get(shard).getFirst().equals(fewer.get(shard).getFirst()))
            .count();
    assertThat(moved / (double) SHARDS).isBetween(1 / 11.0 * 0.85, 1 / 11.0 + 0.05);
    var copied =
        IntStream.range(0, SHARDS)
            .filter(shard -> !Set.copyOf(more.get(shard)).equals(Set.copyOf(fewer.get(shard))))
            .count();
    assertThat(copied / (double) SHARDS).isEqualTo(3 / 11.0, within(0.06));
  }

  @RepeatedTest(20)
  void whoever_follows_a_dead_owner_stored_the_shard_already(RepetitionInfo seed) {
    var members = pods(5, seed);
    var before = placement.assign(view(members));
    for (var dead : members) {
      var left = members.stream().filter(member -> !member.equals(dead)).toList();
      var after = placement.assign(view(left));
      for (var shard = 0; shard < SHARDS; shard++) {
        assertThat(before.get(shard)).contains(after.get(shard).getFirst());
      }
    }
  }

  @Test
  void draining_members_get_nothing_unless_all_drain() {
    var members = pods(3, 1);
    var one = new View(members, Set.of(members.getFirst()));
    assertThat(placement.assign(one))
        .allSatisfy(copies -> assertThat(copies).hasSize(2).doesNotContain(members.getFirst()));
    var all = new View(members, new HashSet<>(members));
    assertThat(placement.assign(all)).allSatisfy(copies -> assertThat(copies).hasSize(3));
  }

  @RepeatedTest(20)
  void while_newer_members_replace_older_ones_no_shard_goes_back_and_all_have_their_share(
      RepetitionInfo seed) {
    var pods = pods(10, seed);
    var newer = Set.copyOf(pods.subList(5, 10));
    var versions = versions(newer, 1);
    var before = new HashMap<Integer, Member>();
    for (var step = 0; step < 5; step++) {
      for (var from = step; from <= step + 1; from++) { // one comes, then one goes
        var there = pods.subList(from, step + 6);
        var assigned = placement.assign(new View(there, Set.of(), versions));
        var owned = new HashMap<Member, Integer>();
        for (var shard = 0; shard < SHARDS; shard++) {
          var owner = assigned.get(shard).getFirst();
          owned.merge(owner, 1, Integer::sum);
          var last = before.put(shard, owner);
          assertThat(last != null && newer.contains(last) && !newer.contains(owner)).isFalse();
        }
        assertThat(owned)
            .hasSize(there.size())
            .allSatisfy((member, count) -> isAbout(count, (double) SHARDS / there.size(), 0.35));
      }
    }
  }

  @RepeatedTest(20)
  void who_can_read_what_was_met_owns_all_shards_and_the_others_store_them_as_before(
      RepetitionInfo seed) {
    var pods = pods(6, seed);
    var newer = Set.copyOf(pods.subList(4, 6));
    var assigned = placement.assign(new View(pods, Set.of(), versions(newer, 2)));
    var stored = new HashMap<Member, Integer>();
    for (var copies : assigned) {
      assertThat(newer).contains(copies.getFirst());
      assertThat(copies).hasSize(3).doesNotHaveDuplicates();
      copies.forEach(copy -> stored.merge(copy, 1, Integer::sum));
    }
    assertThat(stored).hasSize(6);
  }

  @Test
  void where_nobody_can_read_what_was_met_the_newest_own_the_shards() {
    var pods = pods(3, 1);
    var newer = pods.getFirst();
    assertThat(placement.assign(new View(pods, Set.of(), versions(Set.of(newer), 7))))
        .allSatisfy(copies -> assertThat(copies.getFirst()).isEqualTo(newer));
    assertThat(placement.assign(new View(pods, Set.of(newer), versions(Set.of(newer), 7))))
        .isEqualTo(placement.assign(new View(pods, Set.of(newer))));
  }

  private static Versions versions(Set<Member> newer, int needed) {
    var known = new HashMap<Member, Integer>();
    newer.forEach(member -> known.put(member, 2));
    return new Versions(known, needed);
  }

  @Test
  void functions_do_not_crowd_on_the_same_members() {
    var members = pods(3, 1);
    var other = new Placement("cart", SHARDS, 3);
    var same =
        IntStream.range(0, SHARDS)
            .filter(shard -> owner(placement, shard, members).equals(owner(other, shard, members)))
            .count();
    assertThat(same / (double) SHARDS).isEqualTo(1 / 3.0, within(0.06));
  }

  private static Member owner(Placement placement, int shard, List<Member> members) {
    return placement.assign(view(members)).get(shard).getFirst();
  }

  @Test
  void keys_are_spread_evenly_and_for_ever_in_the_same_way() {
    var perShard = new HashMap<Integer, Integer>();
    IntStream.range(0, 100_000)
        .forEach(n -> perShard.merge(placement.shardOf("user-" + n), 1, Integer::sum));
    assertThat(perShard).hasSize(SHARDS);
    assertThat(
            Map.of(
                "alice", placement.shardOf("alice"), "\u00fcmit", placement.shardOf("\u00fcmit")))
        .isEqualTo(Map.of("alice", 604, "\u00fcmit", 231));
  }

  @Test
  void shards_are_where_replicas_of_earlier_releases_think_they_are() {
    var members = view(pods(20, 1)).members();
    var places =
        placement.assign(view(members)).stream()
            .map(copies -> copies.stream().map(members::indexOf).toList())
            .toList();
    assertThat(places).startsWith(List.of(8, 5, 13), List.of(17, 14, 16), List.of(19, 16, 10));
    assertThat(places.hashCode()).isEqualTo(1886850024);
  }

  @Test
  void nobody_there_means_no_copies() {
    assertThat(placement.assign(view(List.of()))).hasSize(SHARDS).containsOnly(List.of());
  }

  @Test
  void there_is_at_least_one_shard_and_one_copy() {
    assertThatThrownBy(() -> new Placement("counter", 0, 3))
        .hasMessage("there must be at least 1 shard and 1 copy, were 0 and 3");
  }

  /** Pods of a deployment differ in few characters; uids are random. */
  private static List<Member> pods(int count, RepetitionInfo seed) {
    return pods(count, seed.getCurrentRepetition());
  }

  private static List<Member> pods(int count, int seed) {
    var random = new Random(seed);
    return IntStream.range(0, count)
        .mapToObj(n -> new Member("10.42.0." + (17 + n) + ":7355", random.nextLong()))
        .toList();
  }

  private static View view(List<Member> members) {
    return new View(members, Set.of());
  }
}
