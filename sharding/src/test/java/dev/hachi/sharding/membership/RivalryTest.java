package dev.hachi.sharding.membership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hachi.sharding.membership.ContactAnswer.Absent;
import dev.hachi.sharding.membership.ContactAnswer.Told;
import dev.hachi.sharding.placement.Member;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class RivalryTest {
  private static final Member A = new Member("10.0.0.1:7355", 11);
  private static final Member B = new Member("10.0.0.2:7355", 12);
  private static final Member C = new Member("10.0.0.3:7355", 13);

  private final Rivalry rivalry = new Rivalry();

  @Test
  void the_smaller_cluster_gives_way_when_it_saw_the_larger_one_twice() {
    assertThat(rivalry.giveWay(own(A), List.of(new Absent("x: no connection"), in(B, B, C))))
        .isEmpty();
    assertThat(rivalry.giveWay(own(A), List.of(in(C, B, C))))
        .hasValueSatisfying(
            reason -> assertThat(reason).contains(C.toString(), "of 2", "of 1", "is lost"));
  }

  @Test
  void the_larger_one_stays() {
    assertThat(twice(own(B, C), in(A, A))).isFalse();
  }

  @Test
  void of_equal_ones_that_with_the_lower_address_stays() {
    assertThat(twice(own(B), in(A, A))).isTrue();
    assertThat(twice(own(A), in(B, B))).isFalse();
  }

  @Test
  void a_cluster_that_shares_a_member_is_no_rival() {
    assertThat(twice(own(A), in(B, A, B, C))).isFalse();
    assertThat(twice(own(A, B), in(B, B, C, new Member("10.0.0.9:7355", 9)))).isFalse();
  }

  @Test
  void one_that_waits_is_no_rival() {
    assertThat(twice(own(B), in(A))).isFalse();
  }

  @Test
  void a_rival_seen_only_now_and_then_is_none() {
    for (var round = 0; round < 10; round++) {
      assertThat(rivalry.giveWay(own(A), List.of(in(B, B, C)))).isEmpty();
      assertThat(rivalry.giveWay(own(A), List.of(in(B, A, B, C)))).isEmpty();
    }
  }

  private static boolean twice(SortedSet<Member> own, ContactAnswer answer) {
    var rivalry = new Rivalry();
    rivalry.giveWay(own, List.of(answer));
    return rivalry.giveWay(own, List.of(answer)).isPresent();
  }

  private static SortedSet<Member> own(Member... members) {
    return new TreeSet<>(List.of(members));
  }

  private static ContactAnswer in(Member member, Member... cluster) {
    return new Told(new Contact("ns", member, List.of(cluster)));
  }
}
