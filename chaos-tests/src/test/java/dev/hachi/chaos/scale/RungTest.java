package dev.hachi.chaos.scale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hachi.chaos.scale.Rung.Verdict;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When a ramp stops. */
class RungTest {
  private static final Duration P99_MAX = Duration.ofMillis(500);

  @Test
  void a_rate_whose_answers_come_in_time_is_held() {
    assertThat(rung(500, 0, false).verdict(P99_MAX)).isEqualTo(Verdict.HELD);
  }

  @Test
  void a_rate_is_too_much_when_answers_are_late_whatever_fails_then() {
    assertThat(rung(501, 0, false).verdict(P99_MAX)).isEqualTo(Verdict.TOO_MUCH);
    assertThat(rung(501, 7, false).verdict(P99_MAX)).isEqualTo(Verdict.TOO_MUCH);
  }

  @Test
  void a_rate_is_too_much_when_so_many_wait_that_it_was_given_up() {
    assertThat(rung(10, 0, true).verdict(P99_MAX)).isEqualTo(Verdict.TOO_MUCH);
  }

  @Test
  void requests_that_fail_although_answers_are_quick_must_not_be() {
    assertThat(rung(10, 1, false).verdict(P99_MAX)).isEqualTo(Verdict.FAILING);
  }

  static Rung rung(int p99Millis, int failed, boolean givenUp) {
    return new Rung(
        1_000,
        998.5,
        Duration.ofMillis(3),
        Duration.ofMillis(p99Millis),
        3_000,
        failed,
        givenUp,
        55,
        40);
  }
}
