package dev.hachi.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.apache.pekko.Done;
import org.junit.jupiter.api.Test;

final class ShardsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final OwnedStore store = new OwnedStore();
  private final TestSurroundings around = TestSurroundings.sharded(store);

  private RunningFunction tally() {
    return RunningFunction.of(Tally.class, Limits.DEFAULT, around);
  }

  private RunningFunction till() {
    var types = List.<Class<?>>of(Till.class, Ledger.class);
    return RunningFunction.of(types, Limits.DEFAULT, around, Telemetry.NONE);
  }

  @Test
  void only_keys_of_open_shards_are_here() {
    try (var tally = tally()) {
      assertThat(tally.call("a1", "add", "1")).isEqualTo(FailureCode.MOVED);

      around.open("tally", 'a');

      assertThat(tally.call("a1", "add", "1")).isEqualTo("1");
      assertThat(tally.call("b1", "add", "1")).isEqualTo(FailureCode.MOVED);
      assertThat(store.records).containsOnlyKeys("test/tally/a1");
    }
  }

  @Test
  void a_shard_of_one_function_is_not_that_of_another() {
    try (var till = till()) {
      around.open("ledger", 'a');

      assertThat(till.call("a1", "sold", "")).isEqualTo(FailureCode.MOVED);
    }
  }

  @Test
  void closing_a_shard_lets_what_runs_and_waits_end_and_takes_nothing_new() throws Exception {
    Tally.closeGate();
    try (var tally = tally()) {
      around.open("tally", 'a');
      around.open("tally", 'b');
      var running = tally.send("a1", "addWhenOpen", "1");
      Tally.entered.await();
      var waiting = tally.send("a1", "add", "1");

      var closed = around.close("tally", 'a');
      assertThat(tally.call("a1", "add", "1")).isEqualTo(FailureCode.MOVED);
      assertThat(tally.call("a2", "add", "1")).isEqualTo(FailureCode.MOVED);
      assertThat(tally.call("b1", "add", "1")).isEqualTo("1");
      assertThat(closed).isNotDone();
      Tally.gate.countDown();

      assertThat(closed.join()).isEqualTo(Done.done());
      assertThat(RunningFunction.text(running.join())).isEqualTo("1");
      assertThat(RunningFunction.text(waiting.join())).isEqualTo("2");
      assertThat(tally.call("a1", "get", "")).isEqualTo(FailureCode.MOVED);
      around.open("tally", 'a');
      assertThat(tally.call("a1", "get", "")).isEqualTo("2");
    }
  }

  @Test
  void a_shard_without_live_entities_closes_at_once() {
    try (var tally = tally()) {
      around.open("tally", 'a');

      assertThat(around.close("tally", 'a').join()).isEqualTo(Done.done());
      assertThat(around.close("tally", 'z').join()).isEqualTo(Done.done());
      assertThat(tally.call("a1", "get", "")).isEqualTo(FailureCode.MOVED);
    }
  }

  @Test
  void a_shard_opened_while_it_closes_goes_on() throws Exception {
    Tally.closeGate();
    try (var tally = tally()) {
      around.open("tally", 'a');
      var running = tally.send("a1", "addWhenOpen", "1");
      Tally.entered.await();
      var closed = around.close("tally", 'a');
      around.open("tally", 'a');
      var next = tally.send("a1", "add", "1");
      Tally.gate.countDown();

      assertThat(RunningFunction.text(running.join())).isEqualTo("1");
      assertThat(RunningFunction.text(next.join())).isEqualTo("2");
      assertThat(tally.call("a1", "add", "1")).isEqualTo("3");
      assertThat(closed).isNotDone();
    }
  }

  @Test
  void abandoning_a_shard_answers_all_with_moved_and_drops_what_handlers_make() throws Exception {
    Tally.closeGate();
    try (var tally = tally()) {
      around.open("tally", 'a');
      assertThat(tally.call("a1", "add", "5")).isEqualTo("5");
      var running = tally.send("a1", "spin", "");
      var waiting = tally.send("a1", "add", "1");
      var closed = around.close("tally", 'a');

      around.abandon("tally", 'a');

      assertThat(closed.join()).isEqualTo(Done.done());
      assertThat(RunningFunction.text(running.join())).isEqualTo(FailureCode.MOVED);
      assertThat(RunningFunction.text(waiting.join())).isEqualTo(FailureCode.MOVED);
      assertThat(tally.call("a1", "add", "1")).isEqualTo(FailureCode.MOVED);
      around.open("tally", 'a');
      assertThat(tally.call("a1", "get", "")).isEqualTo("5");
      Tally.gate.countDown();
      assertThat(tally.call("a1", "add", "1")).isEqualTo("6");
    }
  }

  @Test
  void what_waits_for_a_stopping_entity_is_moved_as_well_when_its_shard_is_abandoned() {
    try (var tally = tally()) {
      around.open("tally", 'a');
      for (var i = 0; i < 500; i++) {
        var sent = tally.send("a" + i, "get", "");
        var closed = i % 2 == 0 ? around.close("tally", 'a') : null;
        var late = tally.send("a" + i, "get", "");
        around.abandon("tally", 'a');

        assertThat(RunningFunction.text(sent.join())).isIn("0", FailureCode.MOVED);
        assertThat(RunningFunction.text(late.join())).isIn("0", FailureCode.MOVED);
        assertThat(closed == null ? Done.done() : closed.join()).isEqualTo(Done.done());
        around.open("tally", 'a');
      }
    }
  }

  @Test
  void a_handler_may_ask_its_own_shard_though_that_closes() throws Exception {
    Tally.closeGate();
    try (var till = till()) {
      around.open("shop", 'a');
      around.open("ledger", 'a');
      var asking = till.send("a1", "waitAndAskBack", "\"a2\"");
      Tally.entered.await();
      var closed = around.close("shop", 'a');
      Tally.gate.countDown();

      assertThat(RunningFunction.text(asking.join())).isEqualTo("7");
      assertThat(closed.join()).isEqualTo(Done.done());
    }
  }

  @Test
  void a_closed_shard_runs_no_timers_and_an_opened_one_does() {
    Till.RINGS.set(0);
    try (var till = till()) {
      around.open("shop", 'a');
      till.call("a1", "setTimer", "\"ringOnThirdTry\"");
      around.close("shop", 'a').join();

      await().during(Duration.ofMillis(700)).until(() -> Till.RINGS.get() == 0);
      around.open("shop", 'a');

      await().until(() -> Till.RINGS.get() >= 3);
    }
  }

  @Test
  void an_opened_shard_runs_what_the_store_says_is_due() {
    Till.RINGS.set(0);
    try (var till = till()) {
      around.open("shop", 'a');
      till.call("a1", "setTimer", "\"ringOnThirdTry\"");
      around.close("shop", 'a').join();
      around.entities().forget(address -> address.key().startsWith("a"));
      around.open("shop", 'a');
      await().during(Duration.ofMillis(700)).until(() -> Till.RINGS.get() == 0);

      around.entities().wakeAt(till.address("a1"), 1);

      await().until(() -> Till.RINGS.get() >= 3);
    }
  }

  @Test
  void the_same_id_takes_effect_once_though_its_shard_was_elsewhere_meanwhile() {
    var elsewhere = TestSurroundings.sharded(store);
    try (var here = tally();
        var there = RunningFunction.of(Tally.class, Limits.DEFAULT, elsewhere)) {
      around.open("tally", 'a');
      here.send("a1", "add", "5", "id", PATIENCE, false).join();
      around.close("tally", 'a').join();

      elsewhere.open("tally", 'a');

      assertThat(RunningFunction.text(there.send("a1", "add", "5", "id", PATIENCE, false).join()))
          .isEqualTo("5");
      assertThat(there.call("a1", "get", "")).isEqualTo("5");
    }
  }

  @Test
  void a_commit_of_a_replaced_owner_is_moved_and_no_failure_of_the_store() {
    var failures = new StoreFailures();
    var types = List.<Class<?>>of(Tally.class);
    try (var tally = RunningFunction.of(types, Limits.DEFAULT, around, failures)) {
      around.open("tally", 'a');
      assertThat(tally.call("a1", "add", "5")).isEqualTo("5");

      store.lost = true;

      assertThat(tally.call("a1", "add", "1")).isEqualTo(FailureCode.MOVED);
      await().until(() -> tally.call("a1", "get", "").equals(FailureCode.MOVED)); // it cannot load
      assertThat(tally.call("a2", "get", "")).isEqualTo(FailureCode.MOVED);
      assertThat(failures.count()).isZero();
      store.lost = false;
      await().until(() -> tally.call("a1", "get", "").equals("5"));
    }
  }
}
