package dev.hachi.sharding.membership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hachi.sharding.membership.Link.ConnectAt;
import dev.hachi.sharding.membership.Link.Dead;
import dev.hachi.sharding.membership.Link.Hold;
import org.junit.jupiter.api.Test;

final class LinkTest {
  private final Link link = new Link();

  @Test
  void a_member_that_was_reached_and_then_refuses_is_dead() {
    assertThat(link.connected(0)).isEqualTo(new Hold());
    assertThat(link.closed(60_000)).isEqualTo(new ConnectAt(60_000));
    assertThat(link.refused(60_001)).isEqualTo(new Dead());
  }

  @Test
  void a_listener_that_accepts_once_more_before_it_ends_is_tried_again_at_once() {
    link.connected(0);
    link.closed(10_000);
    assertThat(link.connected(10_001)).isEqualTo(new Hold());
    assertThat(link.closed(10_002)).isEqualTo(new ConnectAt(10_005));
    assertThat(link.refused(10_005)).isEqualTo(new Dead());
  }

  @Test
  void closing_alone_is_no_death_and_is_tried_more_slowly_with_time() {
    link.connected(0);
    link.closed(10_000);
    var now = 10_000L;
    var tries = 0;
    while (now < 20_000) {
      link.connected(now);
      var step = link.closed(now);
      assertThat(step).isInstanceOf(ConnectAt.class);
      now = ((ConnectAt) step).millis();
      tries++;
    }
    // 100 in the first 300 ms, 47 up to 5 s, then one a second.
    assertThat(tries).isBetween(145, 160);
  }

  @Test
  void a_link_that_held_for_long_is_again_tried_at_once() {
    link.connected(0);
    link.closed(10_000);
    link.connected(10_001);
    assertThat(link.closed(60_000)).isEqualTo(new ConnectAt(60_000));
  }

  @Test
  void silence_is_never_death() {
    link.connected(0);
    link.closed(1_000);
    for (var now = 1_500L; now < 100_000; now += 1_500) {
      assertThat(link.failed(now)).isEqualTo(new ConnectAt(now + 1_000));
    }
  }

  @Test
  void a_member_that_was_never_reached_is_dead_only_when_it_goes_on_refusing() {
    assertThat(link.refused(0)).isEqualTo(new ConnectAt(100));
    assertThat(link.refused(900)).isEqualTo(new ConnectAt(1_000));
    assertThat(link.refused(1_000)).isEqualTo(new Dead());
  }

  @Test
  void an_unreachable_host_in_between_starts_the_count_of_refusals_anew() {
    link.refused(0);
    link.failed(500);
    assertThat(link.refused(1_500)).isEqualTo(new ConnectAt(1_600));
    assertThat(link.connected(1_600)).isEqualTo(new Hold());
  }
}
