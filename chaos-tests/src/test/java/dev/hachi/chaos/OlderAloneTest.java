package dev.hachi.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hachi.chaos.history.Action;
import dev.hachi.chaos.history.Operation;
import dev.hachi.chaos.history.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OlderAloneTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final OlderAlone older = new OlderAlone();

  @Test
  void a_refusal_is_what_should_be_until_all_have_heard_that_the_newer_release_is_back() {
    older.begin(10 * SECOND);
    older.end(20 * SECOND);

    assertThat(older.explains(refused(5, 11))).isTrue();
    assertThat(older.explains(refused(21, 30))).isTrue();
    assertThat(older.explains(refused(5, 10))).isFalse();
    assertThat(older.explains(refused(22, 30))).isFalse();
  }

  @Test
  void each_time_counts_when_updates_are_repeated_and_nothing_between() {
    older.begin(10 * SECOND);
    older.end(20 * SECOND);
    older.end(25 * SECOND); // the next of the newer release: it is not alone any more
    older.begin(50 * SECOND);

    assertThat(older.explains(refused(12, 13))).isTrue();
    assertThat(older.explains(refused(30, 40))).isFalse();
    assertThat(older.explains(refused(52, 53))).isTrue();
    older.end(60 * SECOND);
    assertThat(older.explains(refused(63, 64))).isFalse();
  }

  @Test
  void another_failure_is_never_what_should_be() {
    older.begin(10 * SECOND);

    assertThat(older.explains(failed(11, 12, new Outcome.Failed(503, "draining")))).isFalse();
    assertThat(older.explains(failed(11, 12, new Outcome.Failed(500, "newer_state")))).isFalse();
    assertThat(older.explains(failed(11, 12, new Outcome.Unknown("reset")))).isFalse();
  }

  @Test
  void a_time_at_which_it_refused_nothing_is_noticed() {
    older.begin(10 * SECOND);
    older.end(20 * SECOND);
    older.begin(50 * SECOND);
    older.end(60 * SECOND);

    assertThat(older.hasRefusedEachTime(List.of(refused(11, 12), refused(51, 52)))).isTrue();
    assertThat(older.hasRefusedEachTime(List.of(refused(11, 12), refused(13, 14)))).isFalse();
    assertThat(new OlderAlone().hasRefusedEachTime(List.of(refused(11, 12)))).isFalse();
  }

  /** In seconds. */
  private static Operation refused(long start, long end) {
    return failed(start, end, new Outcome.Failed(503, "{\"code\":\"newer_state\"}"));
  }

  private static Operation failed(long start, long end, Outcome outcome) {
    var sent = start * SECOND;
    var ended = end * SECOND;
    return new Operation("l1", "id", new Action.Add(1), "r1.0", sent, sent, ended, outcome);
  }
}
