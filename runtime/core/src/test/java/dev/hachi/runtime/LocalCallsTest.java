package dev.hachi.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

final class LocalCallsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:10Z");

  private final LocalCalls calls = new LocalCalls(Clock.fixed(NOW, ZoneOffset.UTC));

  @Test
  void a_call_that_nobody_answers_ends_a_little_after_its_deadline() {
    var late = calls.open(NOW.minusSeconds(1)).outcome().toCompletableFuture();
    var justLate = calls.open(NOW.minusMillis(400)).outcome().toCompletableFuture();

    calls.endLate();

    assertThat(late.join())
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.code()).isEqualTo(FailureCode.DEADLINE));
    assertThat(justLate).isNotDone();
  }

  @Test
  void the_first_answer_counts() {
    var call = calls.open(NOW);
    call.tell(new Outcome.Failed("first", ""));
    call.tell(new Outcome.Failed("second", ""));
    calls.endAll();

    assertThat(call.outcome().toCompletableFuture().join())
        .isEqualTo(new Outcome.Failed("first", ""));
  }

  @Test
  void what_is_open_at_the_end_is_answered() {
    var call = calls.open(NOW);

    calls.endAll();

    assertThat(call.outcome().toCompletableFuture().join())
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.code()).isEqualTo(FailureCode.DRAINING));
  }
}
