package dev.hachi.sharding.membership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hachi.sharding.membership.Roster.Entry;
import dev.hachi.sharding.membership.Roster.Standing;
import dev.hachi.sharding.placement.Member;
import dev.hachi.sharding.placement.Members;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RosterTest {
  private static final Member A = new Member("10.0.0.1:7355", 11);
  private static final Member B = new Member("10.0.0.2:7355", 12);
  private static final Set<String> CART = Set.of("cart");

  private final Roster both =
      Roster.EMPTY
          .with(A, new Entry(Standing.LIVING, CART))
          .with(B, new Entry(Standing.LIVING, Set.of()));

  @Test
  void those_that_have_joined_are_members_with_their_functions() {
    assertThat(both.members()).isEqualTo(new Members(Map.of(A, CART, B, Set.of()), Set.of()));
  }

  @Test
  void one_that_is_joining_or_down_is_no_member() {
    assertThat(both.with(B, new Entry(Standing.JOINING, CART)).members().functions())
        .containsOnlyKeys(A);
    assertThat(both.with(B, new Entry(Standing.DOWN, CART)).members().functions())
        .containsOnlyKeys(A);
  }

  @Test
  void one_proven_dead_is_no_member_whatever_the_cluster_says_of_it() {
    var dead = both.withDead(B).with(B, new Entry(Standing.LIVING, CART));
    assertThat(dead.members().functions()).containsOnlyKeys(A);
    assertThat(dead.joinable()).containsExactly(A);
  }

  @Test
  void the_draining_are_members_and_named() {
    assertThat(both.withDraining(B).members().draining()).containsExactly(B);
    assertThat(both.withDraining(B).members().functions()).containsOnlyKeys(A, B);
    assertThat(both.withDraining(B).withDead(B).members().draining()).isEmpty();
  }

  @Test
  void what_was_known_of_a_member_is_forgotten_with_it() {
    var gone = both.withDead(B).withDraining(B).without(B);
    assertThat(gone).isEqualTo(Roster.EMPTY.with(A, new Entry(Standing.LIVING, CART)));
  }

  @Test
  void of_members_that_are_not_known_nothing_is_kept() {
    assertThat(Roster.EMPTY.withDead(A).withDraining(A)).isEqualTo(Roster.EMPTY);
  }

  @Test
  void one_that_is_joining_may_be_joined() {
    assertThat(both.with(B, new Entry(Standing.JOINING, CART)).joinable()).containsExactly(A, B);
    assertThat(both.with(B, new Entry(Standing.DOWN, CART)).joinable()).containsExactly(A);
  }
}
