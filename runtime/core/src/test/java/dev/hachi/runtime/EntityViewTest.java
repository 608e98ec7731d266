package dev.hachi.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What operators see of entities. */
final class EntityViewTest {
  @Test
  void state_timers_and_outbox_are_those_of_the_last_commit() {
    try (var till = RunningFunction.of(Till.class)) {
      till.call("a", "ringInTenYears", "");
      till.call("a", "tellNobody", "");

      var view = look(till, "a");

      assertThat(view.revision()).isEqualTo(2);
      assertThat(view.timers())
          .singleElement()
          .satisfies(timer ->
              assertThat(timer.dueAt()).isAfter(Instant.now().plus(Duration.ofDays(3_600))));
      assertThat(view.outbox())
          .singleElement()
          .satisfies(message -> {
            assertThat(message.function()).isEqualTo("nobody");
            assertThat(message.key()).isEqualTo("all");
            assertThat(message.handler()).isEqualTo("note");
            assertThat(message.dueAt()).isBeforeOrEqualTo(Instant.now());
          });
    }
  }

  @Test
  void the_state_is_shown_as_plain_values_and_nothing_of_a_key_never_used() {
    try (var till = RunningFunction.of(Till.class)) {
      till.call("a", "askToNote", "\"x\"");
      till.call("b", "tellSelf", "");
      await().until(() -> till.call("b", "sold", "").equals("1"));

      assertThat(look(till, "b").state()).isEqualTo(Map.of("sold", 1));
      assertThat(look(till, "never").revision()).isZero();
      assertThat(look(till, "never").state()).isNull();
      assertThatThrownBy(() -> till.runtime().look(new Address("test", "none", "a")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("no function none is hosted here, only shop");
    }
  }

  @Test
  void a_message_that_nobody_takes_grows_old_and_a_timer_in_ten_years_does_not() {
    try (var till = RunningFunction.of(Till.class)) {
      till.call("a", "ringInTenYears", "");
      assertThat(till.runtime().overdue()).isZero();

      till.call("b", "tellNobody", "");

      await().until(() -> till.runtime().overdue().toMillis() > 300);
    }
  }

  @Test
  void the_hottest_come_first_and_only_as_many_as_asked_for() {
    try (var till = RunningFunction.of(Till.class)) {
      for (var key = 1; key <= 5; key++) {
        for (var times = 0; times < key; times++) {
          till.call("key" + key, "sold", "");
        }
      }

      assertThat(till.runtime().hottest(2).toCompletableFuture().join())
          .containsExactly(new HotEntity("shop", "key5", 5), new HotEntity("shop", "key4", 4));
    }
  }

  private static EntityView look(RunningFunction till, String key) {
    return till.runtime().look(till.address(key)).toCompletableFuture().join().orElseThrow();
  }
}
