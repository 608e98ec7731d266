package dev.hachi.sharding.membership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hachi.sharding.membership.Roster.Entry;
import dev.hachi.sharding.membership.Roster.Standing;
import dev.hachi.sharding.placement.Division;
import dev.hachi.sharding.placement.Member;
import dev.hachi.sharding.placement.Members;
import dev.hachi.sharding.placement.Versions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RosterTest {
  private static final Member A = new Member("10.0.0.1:7355", 11);
  private static final Member B = new Member("10.0.0.2:7355", 12);
  private static final Member C = new Member("10.0.0.3:7355", 13);
  private static final Map<String, Division> CART = Map.of("cart", new Division(128, 3));

  private final Roster both = of(living(A, CART), living(B, Map.of()));

  private record Known(
      Member member,
      Standing standing,
      Map<String, Division> functions,
      Map<String, Integer> versions) {
    Known(Member member, Standing standing, Map<String, Division> functions) {
      this(member, standing, functions, Map.of());
    }
  }

  private static Known living(Member member, Map<String, Division> functions) {
    return new Known(member, Standing.LIVING, functions);
  }

  private static Map<String, Division> cart(int shards, int copies) {
    return Map.of("cart", new Division(shards, copies));
  }

  /** The oldest first. */
  private static Roster of(Known... all) {
    var entries = new HashMap<Member, Entry>();
    for (var one : all) {
      entries.put(
          one.member(), new Entry(one.standing(), one.functions(), one.versions(), entries.size()));
    }
    return Roster.EMPTY.withAll(entries);
  }

  @Test
  void those_that_have_joined_are_members_with_their_functions() {
    assertThat(both.members(A))
        .isEqualTo(new Members(Map.of(A, Set.of("cart"), B, Set.of()), Set.of(), CART));
  }

  @Test
  void the_oldest_host_that_stays_is_known() {
    var roster = of(living(B, Map.of()), living(C, CART), living(A, CART));

    assertThat(roster.members(A).oldest("cart")).contains(C);
    assertThat(roster.withDraining(C).members(A).oldest("cart")).contains(A);
    assertThat(roster.withDead(C).members(A).oldest("cart")).contains(A);
    assertThat(roster.withDraining(C).withDraining(A).members(A).oldest("cart")).isEmpty();
    assertThat(roster.members(A).oldest("other")).isEmpty();
  }

  @Test
  void one_that_is_joining_or_down_is_no_member() {
    for (var standing : List.of(Standing.JOINING, Standing.DOWN)) {
      var roster = of(living(A, CART), new Known(B, standing, CART));
      assertThat(roster.members(A).functions()).containsOnlyKeys(A);
    }
  }

  @Test
  void one_proven_dead_is_no_member_whatever_the_cluster_says_of_it() {
    var dead = both.withDead(B).withAll(of(living(A, CART), living(B, CART)).entries());
    assertThat(dead.members(A).functions()).containsOnlyKeys(A);
    assertThat(dead.joinable()).containsExactly(A);
  }

  @Test
  void the_draining_are_members_and_named() {
    assertThat(both.withDraining(B).members(A).draining()).containsExactly(B);
    assertThat(both.withDraining(B).members(A).functions()).containsOnlyKeys(A, B);
    assertThat(both.withDraining(B).withDead(B).members(A).draining()).isEmpty();
  }

  @Test
  void what_was_known_of_a_member_is_forgotten_with_it() {
    var gone = both.withDead(B).withDraining(B).without(B);
    assertThat(gone).isEqualTo(of(living(A, CART)));
  }

  @Test
  void of_members_that_are_not_known_nothing_is_kept() {
    assertThat(Roster.EMPTY.withDead(A).withDraining(A)).isEqualTo(Roster.EMPTY);
  }

  @Test
  void one_that_is_joining_may_be_joined() {
    var joining = of(living(A, CART), new Known(B, Standing.JOINING, CART));
    assertThat(joining.joinable()).containsExactly(A, B);
    var down = of(living(A, CART), new Known(B, Standing.DOWN, CART));
    assertThat(down.joinable()).containsExactly(A);
  }

  // ---- code that differs ------------------------------------------------------------------------

  @Test
  void members_tell_which_states_their_code_can_read() {
    var newer = new Known(B, Standing.LIVING, CART, Map.of("cart", 2));
    var versions = of(living(A, CART), newer).members(A).of("cart").versions();

    assertThat(versions).isEqualTo(new Versions(Map.of(B, 2), 1));
    assertThat(both.members(A).of("cart").versions()).isEqualTo(Versions.ALIKE);
  }

  @Test
  void the_highest_state_version_that_was_met_is_kept_whoever_comes_and_goes() {
    var roster =
        both.withNeeded(new NeedNotice("cart", 3)).withNeeded(new NeedNotice("cart", 2)).without(B);

    assertThat(roster.members(A).of("cart").versions()).isEqualTo(new Versions(Map.of(), 3));
    assertThat(roster.members(A).of("orders").versions()).isEqualTo(Versions.ALIKE);
  }

  @Test
  void what_is_needed_is_told_while_one_is_there_that_cannot_read_it() {
    assertThat(both.withNeeded(new NeedNotice("cart", 2)).unmet())
        .containsExactly(Map.entry("cart", 2));
    assertThat(both.withNeeded(new NeedNotice("cart", 1)).unmet()).isEmpty();
    assertThat(both.withNeeded(new NeedNotice("hosted-by-nobody", 2)).unmet()).isEmpty();
  }

  @Test
  void needs_are_not_kept_without_a_limit() {
    var roster = both;
    for (var number = 0; number < 2_000; number++) {
      roster = roster.withNeeded(new NeedNotice("f" + number, 2));
    }
    assertThat(roster.needed()).hasSize(1_000).doesNotContainKey("f1000");
  }

  // ---- settings that differ ---------------------------------------------------------------------

  @Test
  void the_one_that_came_later_with_other_shards_is_refused_whoever_looks() {
    var roster = of(living(B, cart(128, 3)), living(A, cart(64, 3)));

    assertThat(roster.conflict(B)).isEmpty();
    assertThat(roster.conflict(A))
        .hasValue(
            "hachi_shards is 64 here, but 10.0.0.2:7355, which hosts cart too, was there before"
                + " with 128: set it to 128, or end all replicas of cart first, which forgets what"
                + " they keep in memory");
    assertThat(roster.members(B).functions()).isEqualTo(Map.of(A, Set.of(), B, Set.of("cart")));
    assertThat(roster.members(B).divisions()).isEqualTo(cart(128, 3));
  }

  @Test
  void one_that_is_joining_is_refused_before_it_is_a_member() {
    var roster = of(living(B, cart(128, 3)), new Known(A, Standing.JOINING, cart(64, 3)));
    assertThat(roster.conflict(A)).isPresent();
    assertThat(roster.conflict(B)).isEmpty();
  }

  @Test
  void one_that_is_dead_refuses_nobody() {
    var roster = of(living(B, cart(128, 3)), living(A, cart(64, 3))).withDead(B);
    assertThat(roster.conflict(A)).isEmpty();
  }

  @Test
  void functions_may_be_divided_differently() {
    var orders = Map.of("orders", new Division(64, 1));
    var roster = of(living(A, cart(128, 3)), living(B, orders));

    assertThat(roster.conflict(B)).isEmpty();
    assertThat(roster.members(A).divisions())
        .isEqualTo(Map.of("cart", new Division(128, 3), "orders", new Division(64, 1)));
  }

  @Test
  void one_that_serves_keeps_its_shards_though_an_older_one_has_others() {
    var roster = of(living(A, cart(64, 3)), living(B, cart(128, 3)), living(C, Map.of()));

    assertThat(roster.members(B).divisions()).isEqualTo(cart(128, 3));
    assertThat(roster.members(B).of("cart").members()).containsExactly(B);
    assertThat(roster.members(C).divisions()).isEqualTo(cart(64, 3));
  }

  @Test
  void the_highest_number_of_copies_counts_while_it_changes() {
    var up = of(living(A, cart(128, 1)), living(B, cart(128, 3)));

    for (var member : List.of(A, B)) {
      assertThat(up.conflict(member)).isEmpty();
      assertThat(up.members(member).divisions()).isEqualTo(cart(128, 3));
      assertThat(up.members(member).of("cart").members()).containsExactly(A, B);
    }
    assertThat(up.withDraining(B).members(A).divisions()).isEqualTo(cart(128, 3));
    assertThat(up.without(B).members(A).divisions()).isEqualTo(cart(128, 1));
  }
}
