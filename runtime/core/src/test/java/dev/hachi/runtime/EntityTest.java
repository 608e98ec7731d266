package dev.hachi.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class EntityTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Test
  void a_key_remembers_and_keys_are_apart() {
    try (var tally = RunningFunction.of(Tally.class)) {
      assertThat(tally.call("alice", "add", "5")).isEqualTo("5");
      assertThat(tally.call("alice", "add", "5")).isEqualTo("10");
      assertThat(tally.call("bob", "get", "")).isEqualTo("0");
      assertThat(tally.call("alice", "get", "")).isEqualTo("10");
    }
  }

  @Test
  void parallel_changes_of_one_key_happen_one_at_a_time_and_none_is_lost() {
    var limits = Within.waiting(6_400);
    try (var tally = RunningFunction.of(Tally.class, limits)) {
      var replies =
          IntStream.range(0, 6_400).parallel().mapToObj(i -> tally.send("k", "add", "1")).toList();

      assertThat(replies.stream().map(CompletableFuture::join).map(RunningFunction::text))
          .containsExactlyInAnyOrderElementsOf(
              LongStream.rangeClosed(1, 6_400).mapToObj(Long::toString).toList());
    }
  }

  @Test
  void the_same_id_takes_effect_once_and_gets_the_first_outcome_again() {
    try (var tally = RunningFunction.of(Tally.class)) {
      assertThat(tally.send("k", "add", "5", "id-1", PATIENCE).join())
          .isEqualTo(tally.send("k", "add", "5", "id-1", PATIENCE).join());
      assertThat(tally.call("k", "get", "")).isEqualTo("5");
    }
  }

  @Test
  void the_same_id_for_another_handler_or_key_is_another_invocation() {
    try (var tally = RunningFunction.of(Tally.class)) {
      tally.send("k", "add", "5", "id-1", PATIENCE).join();

      assertThat(tally.send("k", "get", "", "id-1", PATIENCE).join())
          .extracting(RunningFunction::text)
          .isEqualTo("5");
      assertThat(RunningFunction.text(tally.send("j", "add", "7", "id-1", PATIENCE).join()))
          .isEqualTo("7");
    }
  }

  @Test
  void the_same_id_waits_for_the_first_while_it_is_still_running() throws Exception {
    Tally.closeGate();
    try (var tally = RunningFunction.of(Tally.class)) {
      var first = tally.send("k", "addWhenOpen", "5", "id-1", PATIENCE);
      Tally.entered.await();
      var second = tally.send("k", "addWhenOpen", "5", "id-1", PATIENCE);
      Tally.gate.countDown();

      assertThat(first.join()).isEqualTo(second.join());
      assertThat(Tally.RUNS).hasValue(1);
      assertThat(tally.call("k", "get", "")).isEqualTo("5");
    }
  }

  @Test
  void more_invocations_than_may_wait_are_refused_and_the_others_are_kept() throws Exception {
    Tally.closeGate();
    try (var tally = RunningFunction.of(Tally.class, Within.waiting(2))) {
      var running = tally.send("k", "addWhenOpen", "1");
      Tally.entered.await();
      var accepted = List.of(tally.send("k", "add", "1"), tally.send("k", "add", "1"));
      var refused = tally.send("k", "add", "1").join();
      assertThat(tally.runtime().waiting()).isEqualTo(2);
      Tally.gate.countDown();

      assertThat(RunningFunction.text(refused)).isEqualTo(FailureCode.OVERLOADED);
      assertThat(RunningFunction.text(running.join())).isEqualTo("1");
      assertThat(accepted.stream().map(one -> RunningFunction.text(one.join())))
          .containsExactly("2", "3");
      assertThat(tally.runtime().waiting()).isZero();
    }
  }

  @Test
  void those_that_give_up_waiting_are_counted_no_more() throws Exception {
    Tally.closeGate();
    try (var tally = RunningFunction.of(Tally.class)) {
      var running = tally.send("k", "addWhenOpen", "1");
      Tally.entered.await();
      var late = tally.send("k", "add", "1", "id", Duration.ofMillis(50));

      assertThat(RunningFunction.text(late.join())).isEqualTo(FailureCode.DEADLINE);
      await().untilAsserted(() -> assertThat(tally.runtime().waiting()).isZero());
      Tally.gate.countDown();
      assertThat(RunningFunction.text(running.join())).isEqualTo("1");
    }
  }

  @Test
  void a_handler_past_its_deadline_is_interrupted_and_changes_nothing() throws Exception {
    Tally.closeGate();
    try (var tally = RunningFunction.of(Tally.class)) {
      var late = tally.send("k", "addWhenOpen", "1", "id", Duration.ofMillis(150));
      var behind = tally.send("k", "add", "1", "id-2", Duration.ofMillis(150));

      assertThat(RunningFunction.text(late.join())).isEqualTo(FailureCode.DEADLINE);
      assertThat(RunningFunction.text(behind.join())).isEqualTo(FailureCode.DEADLINE);
      assertThat(tally.call("k", "add", "3")).isEqualTo("3");
    }
  }

  @Test
  void callers_are_answered_at_their_deadline_though_handlers_use_all_threads() {
    Tally.closeGate();
    try (var tally = RunningFunction.of(Tally.class)) {
      var spinning =
          IntStream.range(0, 2 * Runtime.getRuntime().availableProcessors())
              .mapToObj(key -> tally.send("k" + key, "spin", "", "id", Duration.ofMillis(200)))
              .toList();

      spinning.forEach(
          one -> assertThat(RunningFunction.text(one.join())).isEqualTo(FailureCode.DEADLINE));
      Tally.gate.countDown();
      assertThat(tally.call("other", "add", "1")).isEqualTo("1");
    }
  }

  @Test
  void an_interrupted_handler_does_not_disturb_those_that_waited_with_it() throws Exception {
    Tally.closeGate();
    try (var tally = RunningFunction.of(Tally.class)) {
      var first = tally.send("k", "addWhenOpen", "1");
      Tally.entered.await();
      var before = tally.send("k", "add", "1");
      var hanging = tally.send("k", "hang", "100", "id", Duration.ofMillis(300));
      var same = tally.send("k", "hang", "100", "id", Duration.ofMillis(300));
      var broken = tally.send("k", "explode", "1");
      var behind = tally.send("k", "add", "1");
      Tally.gate.countDown();

      assertThat(RunningFunction.text(first.join())).isEqualTo("1");
      assertThat(RunningFunction.text(before.join())).isEqualTo("2");
      assertThat(RunningFunction.text(hanging.join())).isEqualTo(FailureCode.DEADLINE);
      assertThat(RunningFunction.text(same.join())).isEqualTo(FailureCode.DEADLINE);
      assertThat(RunningFunction.text(broken.join())).isEqualTo(FailureCode.HANDLER_FAILED);
      assertThat(RunningFunction.text(behind.join())).isEqualTo("3");
    }
  }

  @Test
  void a_handler_that_throws_or_refuses_changes_nothing() {
    try (var tally = RunningFunction.of(Tally.class)) {
      tally.call("k", "add", "5");

      assertThat(tally.call("k", "explode", "1")).isEqualTo(FailureCode.HANDLER_FAILED);
      assertThat(tally.call("k", "overflow", "1")).isEqualTo(FailureCode.HANDLER_FAILED);
      assertThat(tally.call("k", "refuse", "")).isEqualTo("not_today");
      assertThat(tally.call("k", "get", "")).isEqualTo("5");
    }
  }

  @Test
  void an_exception_that_cannot_be_printed_does_not_block_its_key() {
    try (var tally = RunningFunction.of(Tally.class)) {
      assertThat(tally.call("k", "explodeTwice", "1")).isEqualTo(FailureCode.HANDLER_FAILED);
      assertThat(tally.call("k", "add", "5")).isEqualTo("5");
    }
  }

  @Test
  void bad_messages_and_unknown_handlers_are_told_apart_and_lose_nothing() {
    try (var tally = RunningFunction.of(Tally.class)) {
      for (var bad :
          List.of("", "x", "\"5\"", "5.5", "5 6", "null", "{}", "99999999999999999999")) {
        assertThat(tally.call("k", "add", bad)).as(bad).isEqualTo(FailureCode.BAD_MESSAGE);
      }
      assertThat(tally.call("k", "nope", "")).isEqualTo(FailureCode.NO_SUCH_HANDLER);
      assertThat(tally.call("k", "get", "")).isEqualTo("0");
    }
  }

  @Test
  void a_deleted_key_starts_anew() {
    try (var tally = RunningFunction.of(Tally.class)) {
      tally.call("k", "add", "5");

      assertThat(tally.call("k", "forget", "")).isEmpty();
      assertThat(tally.call("k", "add", "2")).isEqualTo("2");
    }
  }

  @Test
  void author_code_runs_on_a_virtual_thread_and_knows_its_key() {
    try (var tally = RunningFunction.of(Tally.class)) {
      assertThat(tally.call("alice", "who", "")).isEqualTo("\"alice true\"");
    }
  }

  @Test
  void a_burst_of_new_keys_leaves_no_more_live_than_the_limit() {
    var live = new LiveEntities();
    try (var tally = RunningFunction.of(Tally.class, Within.live(20), live)) {
      var sent =
          IntStream.range(0, 3_000).mapToObj(key -> tally.send("k" + key, "add", "1")).toList();
      sent.forEach(CompletableFuture::join);

      await().until(() -> live.count() <= 20);
      assertThat(tally.call("k0", "get", "")).isEqualTo("1");
    }
  }

  @Test
  void passivated_keys_keep_their_state_and_ids() {
    try (var tally = RunningFunction.of(Tally.class, Within.live(3))) {
      var sent = new ArrayList<CompletableFuture<Outcome>>();
      for (var round = 0; round < 3; round++) {
        for (var key = 0; key < 200; key++) {
          sent.add(tally.send("k" + key, "add", "1", "id-" + round, PATIENCE));
        }
      }
      sent.forEach(CompletableFuture::join);

      for (var key = 0; key < 200; key++) {
        tally.send("k" + key, "add", "1", "id-2", PATIENCE).join();
        assertThat(tally.call("k" + key, "get", "")).isEqualTo("3");
      }
    }
  }

  @Test
  void another_durable_state_plugin_can_be_the_store() {
    var plugin = "pekko.persistence.testkit.state";
    try (var tally = RunningFunction.of(Tally.class, Within.idle(Duration.ofMillis(1)), plugin)) {
      for (var expected = 1; expected <= 50; expected++) {
        assertThat(tally.call("k", "add", "1")).isEqualTo(Integer.toString(expected));
      }
    }
  }

  @Test
  void a_store_plugin_that_is_not_configured_stops_the_start() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RunningFunction.of(Tally.class, Limits.DEFAULT, "no.such.plugin"))
        .withMessageContaining("no.such.plugin");
  }

  @Test
  void closing_lets_running_invocations_end() throws Exception {
    Tally.closeGate();
    var tally = RunningFunction.of(Tally.class);
    var running = tally.send("k", "addWhenOpen", "1");
    Tally.entered.await();
    var closed = CompletableFuture.runAsync(tally::close);
    Tally.gate.countDown();

    closed.join();
    assertThat(RunningFunction.text(running.join())).isEqualTo("1");
  }
}
