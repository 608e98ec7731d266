package dev.hachi.sharding.membership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hachi.sharding.membership.ContactAnswer.Absent;
import dev.hachi.sharding.membership.ContactAnswer.Silent;
import dev.hachi.sharding.membership.ContactAnswer.Told;
import dev.hachi.sharding.membership.ContactAnswer.Unreached;
import dev.hachi.sharding.membership.Joining.Decision;
import dev.hachi.sharding.membership.Joining.Form;
import dev.hachi.sharding.membership.Joining.Join;
import dev.hachi.sharding.membership.Joining.Patience;
import dev.hachi.sharding.membership.Joining.Wait;
import dev.hachi.sharding.placement.Member;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class JoiningTest {
  private static final Member A = new Member("10.0.0.1:7355", 11);
  private static final Member B = new Member("10.0.0.2:7355", 12);
  private static final Member C = new Member("10.0.0.3:7355", 13);
  private static final Member D = new Member("10.0.0.4:7355", 14);
  private static final Patience PATIENCE =
      new Patience(Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(15));

  private final Joining a = new Joining(A, PATIENCE);
  private final Joining b = new Joining(B, PATIENCE);

  @Test
  void the_lowest_address_forms_a_cluster_when_all_have_answered_the_same_for_a_second() {
    assertThat(a.decide(List.of(waits(A), waits(B)), 0)).isInstanceOf(Wait.class);
    assertThat(a.decide(List.of(waits(A), waits(B)), 999)).isInstanceOf(Wait.class);
    assertThat(a.decide(List.of(waits(A), waits(B)), 1_000)).isInstanceOf(Form.class);
  }

  @Test
  void nobody_forms_a_cluster_while_one_with_a_lower_address_waits() {
    for (var now = 0L; now < 100_000; now += 200) {
      assertThat(b.decide(List.of(waits(A), waits(B), new Absent("x: no connection")), now))
          .isInstanceOf(Wait.class);
    }
  }

  @Test
  void a_set_that_changes_is_watched_anew() {
    a.decide(List.of(waits(A), waits(B)), 0);
    assertThat(a.decide(List.of(waits(A), waits(B), waits(C)), 900)).isInstanceOf(Wait.class);
    assertThat(a.decide(List.of(waits(A), waits(B), waits(C)), 1_800)).isInstanceOf(Wait.class);
    assertThat(a.decide(List.of(waits(A), waits(B), waits(C)), 1_900)).isInstanceOf(Form.class);
  }

  @Test
  void a_restart_of_another_one_changes_the_set() {
    a.decide(List.of(waits(A), waits(B)), 0);
    var restarted = new Member(B.address(), 99);
    assertThat(a.decide(List.of(waits(A), waits(restarted)), 1_000)).isInstanceOf(Wait.class);
  }

  @Test
  void an_absent_contact_point_is_waited_for_three_seconds() {
    a.decide(List.of(waits(A), new Absent("x: no connection")), 0);
    assertThat(a.decide(List.of(waits(A), new Absent("x: no connection")), 2_999))
        .isInstanceOf(Wait.class);
    assertThat(a.decide(List.of(waits(A), new Absent("x: no connection")), 3_000))
        .isInstanceOf(Form.class);
  }

  @Test
  void one_that_is_there_and_does_not_answer_is_waited_for_longer() {
    a.decide(List.of(waits(A), new Silent("y: status 503"), new Absent("x: no connection")), 0);
    assertThat(
            a.decide(
                List.of(waits(A), new Silent("y: status 503"), new Absent("x: no connection")),
                14_999))
        .isInstanceOf(Wait.class);
    assertThat(
            a.decide(
                List.of(waits(A), new Silent("y: status 503"), new Absent("x: no connection")),
                15_000))
        .isInstanceOf(Form.class);
  }

  @Test
  void one_that_may_be_cut_off_from_most_of_the_others_never_forms_a_cluster() {
    var one = new Unreached("x: not reached");
    var other = new Unreached("y: not reached");
    for (var now = 0L; now < 1_000_000; now += 1_000) {
      assertThat(a.decide(List.of(waits(A), one, other), now).reason())
          .contains("nothing comes back from 2 of 3 contact points", "hachi_join");
      assertThat(b.decide(List.of(waits(B), one), now)).isInstanceOf(Wait.class);
    }
  }

  @Test
  void a_few_that_are_not_reached_are_waited_for_as_those_that_are_silent() {
    var answers = List.of(waits(A), waits(B), new Unreached("x: not reached"));
    a.decide(answers, 0);
    assertThat(a.decide(answers, 14_999)).isInstanceOf(Wait.class);
    assertThat(a.decide(answers, 15_000)).isInstanceOf(Form.class);
  }

  @Test
  void whoever_is_in_a_cluster_is_joined_at_once_those_that_answered_first() {
    var decision = b.decide(List.of(waits(A), waits(B), in(D, A, C, D)), 0);
    assertThat(addresses(decision)).containsExactly(D.address(), A.address(), C.address());
  }

  @Test
  void a_restarted_contact_point_with_the_lowest_address_joins_the_others() {
    var earlier = new Member(A.address(), 10);
    var decision =
        a.decide(List.of(waits(A), in(B, earlier, B, C), new Absent("x: no connection")), 60_000);
    assertThat(addresses(decision)).containsExactly(B.address(), C.address());
  }

  @Test
  void of_two_clusters_the_larger_one_is_joined_of_equal_ones_that_with_the_lowest_address() {
    assertThat(addresses(a.decide(List.of(in(B, B), in(D, C, D)), 0)))
        .containsExactly(D.address(), C.address());
    assertThat(addresses(a.decide(List.of(in(C, C), in(B, B)), 0))).containsExactly(B.address());
  }

  @Test
  void one_that_is_no_contact_point_never_forms_a_cluster() {
    for (var now = 0L; now < 100_000; now += 200) {
      assertThat(a.decide(List.of(new Absent("x: no connection"), waits(B)), now))
          .isInstanceOf(Wait.class);
      assertThat(new Joining(C, PATIENCE).decide(List.of(), now)).isInstanceOf(Wait.class);
    }
  }

  @Test
  void one_that_waits_in_vain_says_what_came_of_each_contact_point() {
    var answers =
        List.of(new Absent("x:1: no connection"), new Silent("y:2: status 503"), waits(B));

    assertThat(a.decide(answers, 0).reason())
        .contains("x:1: no connection, y:2: status 503, 10.0.0.2:7355 answers")
        .contains("hachi_join must name metrics ports");
  }

  @Test
  void another_process_at_the_own_address_is_not_oneself() {
    var other = new Member(A.address(), 12);
    a.decide(List.of(waits(other)), 0);
    assertThat(a.decide(List.of(waits(other)), 60_000)).isInstanceOf(Wait.class);
  }

  @Test
  void alone_among_its_contact_points_it_forms_a_cluster_after_a_second() {
    a.decide(List.of(waits(A)), 0);
    assertThat(a.decide(List.of(waits(A)), 1_000)).isInstanceOf(Form.class);
  }

  private static List<String> addresses(Decision decision) {
    assertThat(decision).isInstanceOf(Join.class);
    return ((Join) decision).addresses();
  }

  private static ContactAnswer waits(Member member) {
    return new Told(new Contact("ns", member, List.of()));
  }

  private static ContactAnswer in(Member member, Member... cluster) {
    return new Told(new Contact("ns", member, List.of(cluster)));
  }
}
