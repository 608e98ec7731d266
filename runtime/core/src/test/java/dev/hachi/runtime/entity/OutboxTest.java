package dev.hachi.runtime.entity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hachi.function.Bytes;
import dev.hachi.function.Reply;
import dev.hachi.function.Request;
import dev.hachi.runtime.FailureCode;
import dev.hachi.runtime.Outcome;
import dev.hachi.runtime.store.EntityRecord.Send;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OutboxTest {
  private static final Request MESSAGE = new Request("application/json", List.of(), Bytes.utf8(""));

  private final Outbox outbox = new Outbox(Duration.ofHours(1), 2, List.of(send(1), send(2)));
  private Instant now = Instant.EPOCH;

  private static Send send(long sequence) {
    return new Send(sequence, 0, "orders", "ann", "place", MESSAGE);
  }

  /** Tries until the later message leaves as well; returns how often, twenty times at most. */
  private int attemptsUntilTheSecondLeaves(String code) {
    for (var attempts = 0; attempts < 20; attempts++) {
      var leaving = outbox.leave(now);
      if (leaving.contains(send(2))) {
        return attempts;
      }
      assertThat(leaving).containsExactly(send(1));
      outbox.ended(1, new Outcome.Failed(code, "on purpose"), now);
      now = now.plusSeconds(30);
    }
    return 20;
  }

  @Test
  void a_message_whose_handler_failed_ten_times_lets_the_later_one_pass() {
    assertThat(attemptsUntilTheSecondLeaves(FailureCode.HANDLER_FAILED)).isEqualTo(10);
  }

  @Test
  void messages_to_a_function_that_is_not_there_stay_in_order() {
    assertThat(attemptsUntilTheSecondLeaves(FailureCode.NO_SUCH_FUNCTION)).isEqualTo(20);

    assertThat(outbox.leave(now)).containsExactly(send(1));
    outbox.ended(1, new Outcome.Replied(Reply.text("placed")), now);
    assertThat(outbox.leave(now)).containsExactly(send(2));
  }
}
