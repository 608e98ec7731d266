package dev.hachi.chaos.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hachi.chaos.history.Action;
import dev.hachi.chaos.history.Operation;
import dev.hachi.chaos.history.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class GapsTest {
  private static final Outcome GOOD = new Outcome.Value(1);
  private static final Outcome BAD = new Outcome.Unknown("reset");

  @Test
  void a_request_that_succeeds_waits_until_its_answer() {
    assertThat(gap(of(0, 5, GOOD), of(7, 9, GOOD))).isEqualTo(Duration.ofNanos(5));
  }

  @Test
  void a_request_that_fails_waits_until_a_later_one_succeeds() {
    assertThat(gap(of(0, 5, BAD), of(7, 9, GOOD))).isEqualTo(Duration.ofNanos(9));
  }

  @Test
  void a_request_that_nobody_followed_waits_until_its_own_end() {
    assertThat(gap(of(0, 1, GOOD), of(2, 5, BAD))).isEqualTo(Duration.ofNanos(3));
  }

  @Test
  void the_longest_wait_is_told_for_the_second_in_which_it_began() {
    var second = 1_000_000_000L;
    var gaps =
        Seconds.gaps(
            List.of(
                of(0, second / 2, GOOD), of(second, second + 9, BAD), of(second, 4 * second, GOOD)),
            0,
            5);

    assertThat(gaps).containsExactly(500, 3_000, 0, 0, 0);
  }

  private static Duration gap(Operation... operations) {
    return Gaps.of(List.of(operations)).getFirst();
  }

  private static Operation of(long intended, long end, Outcome outcome) {
    return new Operation(
        "k", "id" + intended, new Action.Add(1), "r1.0", intended, intended, end, outcome);
  }
}
