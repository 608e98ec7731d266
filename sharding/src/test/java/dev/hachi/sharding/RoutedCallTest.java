package dev.hachi.sharding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hachi.function.Bytes;
import dev.hachi.function.Reply;
import dev.hachi.function.Request;
import dev.hachi.runtime.Address;
import dev.hachi.runtime.Invocation;
import dev.hachi.runtime.Origin;
import dev.hachi.runtime.Outcome;
import dev.hachi.sharding.placement.Member;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoutedCallTest {
  private static final Instant NOW = Instant.EPOCH;
  private static final Member ONE = new Member("127.0.0.1:1", 1);
  private static final Member OTHER = new Member("127.0.0.1:2", 2);
  private static final Outcome FALSE = new Outcome.Replied(Reply.text("false"));
  private static final Outcome TRUE = new Outcome.Replied(Reply.text("true"));

  private final RoutedCall call =
      new RoutedCall(
          new Invocation(
              "id",
              new Origin.Outside(false),
              new Address("ns", "f", "k"),
              "addOneTo",
              new Request("", List.of(), Bytes.utf8("5")),
              NOW));

  @Test
  void only_the_newest_attempt_ends_it_as_that_may_still_change_something() {
    assertThat(call.begin(7, ONE, NOW)).isEqualTo(RoutedCall.NONE);
    assertThat(call.begin(8, OTHER, NOW)).isEqualTo(7);

    assertThat(call.end(7, FALSE)).isFalse();
    assertThat(call.outcome().toCompletableFuture()).isNotDone();
    assertThat(call.end(8, TRUE)).isTrue();
    assertThat(call.outcome().toCompletableFuture()).isCompletedWithValue(TRUE);
  }

  @Test
  void it_ends_once_and_is_not_begun_again() {
    call.begin(7, ONE, NOW);
    assertThat(call.wasSentOnce()).isTrue();

    assertThat(call.end(7, TRUE)).isTrue();
    assertThat(call.end(7, FALSE)).isFalse();
    assertThat(call.begin(8, OTHER, NOW)).isEqualTo(RoutedCall.ENDED);
    assertThat(call.outcome().toCompletableFuture()).isCompletedWithValue(TRUE);
  }
}
