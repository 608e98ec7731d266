package dev.hachi.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TimersTest {
  @BeforeEach
  void noRingsYet() {
    Till.RINGS.set(0);
  }

  @Test
  void a_timer_fires_once_and_may_set_itself_again_at_once() {
    try (var till = RunningFunction.of(Till.class)) {
      till.call("a", "ringOften", "5");

      await().until(() -> till.call("a", "sold", "").equals("5"));
      await().during(Duration.ofMillis(100)).until(() -> till.call("a", "sold", "").equals("5"));
    }
  }

  @Test
  void a_timer_that_comes_due_between_any_two_looks_at_the_clock_fires() {
    // Each look is some milliseconds after the one before, and now and then a new round begins.
    var looks = new AtomicInteger();
    InstantSource clock = () -> Instant.now().plusMillis(7L * (looks.getAndIncrement() % 6));
    var fired = new AtomicInteger();
    var telemetry =
        new Telemetry() {
          @Override
          public void timerFired(String function) {
            fired.incrementAndGet();
          }
        };
    try (var till = RunningFunction.of(Till.class, clock.withZone(ZoneOffset.UTC), telemetry)) {
      for (var key = 0; key < 50; key++) {
        till.call("k" + key, "ringOften", "5");
      }
      await().until(() -> fired.get() == 250); // nobody asks these keys any more
    }
  }

  @Test
  void a_passivated_key_wakes_up_for_its_timer() {
    try (var till = RunningFunction.of(Till.class, Within.idle(Duration.ofMillis(20)))) {
      till.call("a", "setTimer", "\"ringOnThirdTry\"");

      await().until(() -> Till.RINGS.get() >= 3);
      await().until(() -> till.call("a", "sold", "").equals("1"));
    }
  }

  @Test
  void a_timer_whose_handler_throws_is_repeated() {
    try (var till = RunningFunction.of(Till.class)) {
      till.call("a", "setTimer", "\"ringOnThirdTry\"");

      await().until(() -> till.call("a", "sold", "").equals("1"));
      assertThat(Till.RINGS).hasValue(3);
    }
  }

  @Test
  void a_timer_whose_handler_refuses_is_forgotten() {
    try (var till = RunningFunction.of(Till.class)) {
      till.call("a", "setTimer", "\"refuseTimer\"");

      await().until(() -> Till.RINGS.get() == 1);
      await().during(Duration.ofMillis(300)).until(() -> Till.RINGS.get() == 1);
    }
  }

  @Test
  void a_timer_whose_handler_is_unknown_is_dropped_when_it_is_old() {
    var limits = Within.messages(new Limits.Messages(9, 9, 1, Duration.ofMillis(100)));
    try (var till = RunningFunction.of(Till.class, limits)) {
      till.call("a", "setTimer", "\"nothing\"");
      assertThat(till.call("a", "setManyTimers", "1")).isEqualTo(FailureCode.OVERLOADED);

      await().until(() -> till.call("a", "setManyTimers", "1").isEmpty());
    }
  }

  @Test
  void a_cancelled_timer_does_not_fire_nor_one_of_a_deleted_key() {
    try (var till = RunningFunction.of(Till.class)) {
      till.call("a", "setTimer", "\"ringOnThirdTry\"");
      till.call("a", "cancelTimer", "");
      till.call("b", "setTimer", "\"ringOnThirdTry\"");
      till.call("b", "close", "");

      await().during(Duration.ofMillis(500)).until(() -> Till.RINGS.get() == 0);
    }
  }

  @Test
  void a_timer_set_again_replaces_the_first() {
    try (var till = RunningFunction.of(Till.class)) {
      till.call("a", "setTimer", "\"ringOnThirdTry\"");
      till.call("a", "setTimer", "\"refuseTimer\"");

      await().until(() -> Till.RINGS.get() == 1);
      await().during(Duration.ofMillis(300)).until(() -> Till.RINGS.get() == 1);
    }
  }

  @Test
  void a_timer_may_be_due_in_ten_years() {
    try (var till = RunningFunction.of(Till.class)) {
      assertThat(till.call("a", "ringInTenYears", "")).isEmpty();
      assertThat(till.call("a", "sold", "")).isEqualTo("0");
    }
  }
}
