package dev.hachi.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hachi.runtime.store.EntityRecord;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What entities remember for routers that repeat. */
final class RepeatedIdsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final boolean LASTING = true;

  private final OwnedStore store = new OwnedStore();
  private final TestSurroundings around = TestSurroundings.with(store);

  @Test
  void an_id_that_nobody_chose_takes_effect_once_though_its_router_repeats_it() {
    try (var tally = RunningFunction.of(Tally.class, Within.idle(Duration.ofMillis(1)), around)) {
      var first = tally.send("k", "add", "5", "id", PATIENCE, !LASTING).join();
      assertThat(tally.send("k", "add", "5", "id", PATIENCE, !LASTING).join()).isEqualTo(first);
      assertThat(tally.call("k", "get", "")).isEqualTo("5");
    }
    // and after a restart
    try (var tally = RunningFunction.of(Tally.class, Limits.DEFAULT, around)) {
      assertThat(repeat(tally, "id", !LASTING)).isEqualTo("5");
    }
  }

  @Test
  void without_such_a_router_it_is_not_remembered() {
    try (var tally = RunningFunction.of(Tally.class)) {
      assertThat(repeat(tally, "id", !LASTING)).isEqualTo("5");
      assertThat(repeat(tally, "id", !LASTING)).isEqualTo("10");
    }
  }

  @Test
  void an_answered_id_leaves_the_record_with_the_next_commit() {
    try (var tally = RunningFunction.of(Tally.class, Limits.DEFAULT, around)) {
      repeat(tally, "id-1", !LASTING);
      repeat(tally, "id-2", !LASTING);
      assertThat(unanswered()).containsExactly("id-1", "id-2");

      around.answered(tally.address("k"), "add", "id-1");
      repeat(tally, "id-3", !LASTING);

      assertThat(unanswered()).containsExactly("id-2", "id-3");
      assertThat(record().remembered()).isEmpty();
    }
  }

  @Test
  void an_answered_id_that_the_caller_chose_is_remembered_on() {
    try (var tally = RunningFunction.of(Tally.class, Limits.DEFAULT, around)) {
      repeat(tally, "id-1", LASTING);
      around.answered(tally.address("k"), "add", "id-1");
      repeat(tally, "id-2", LASTING);

      assertThat(unanswered()).containsExactly("id-2");
      assertThat(record().remembered()).extracting(one -> one.id()).containsExactly("id-1");
      assertThat(repeat(tally, "id-1", LASTING)).isEqualTo("5");
    }
  }

  @Test
  void more_than_the_ids_of_callers_may_be_on_their_way_and_none_takes_effect_twice() {
    var many = Limits.DEFAULT.ids().max() + 100;
    try (var tally = RunningFunction.of(Tally.class, Limits.DEFAULT, around)) {
      var ids = IntStream.range(0, many).mapToObj(number -> "id-" + number).toList();
      ids.forEach(id -> repeat(tally, id, LASTING));

      ids.forEach(id -> repeat(tally, id, LASTING));

      assertThat(tally.call("k", "get", "")).isEqualTo(Integer.toString(5 * many));
    }
  }

  @Test
  void the_oldest_is_forgotten_when_more_than_may_wait_are_unanswered() {
    try (var tally = RunningFunction.of(Tally.class, Within.waiting(2), around)) {
      for (var id : List.of("id-1", "id-2", "id-3")) {
        repeat(tally, id, !LASTING);
      }

      assertThat(unanswered()).containsExactly("id-2", "id-3");
    }
  }

  @Test
  void an_unanswered_id_is_forgotten_some_time_after_its_deadline() {
    try (var tally = RunningFunction.of(Tally.class, Limits.DEFAULT, around)) {
      tally.send("k", "add", "5", "late", Duration.ofSeconds(-70), !LASTING).join();
      repeat(tally, "id", !LASTING);
      await().until(() -> unanswered().equals(List.of("id")));
    }
  }

  @Test
  void what_changed_nothing_changes_nothing_when_a_router_repeats_it() {
    try (var tally = RunningFunction.of(Tally.class, Limits.DEFAULT, around)) {
      assertThat(once(tally, "addOneTo", "5", "cas")).isEqualTo("false");
      assertThat(once(tally, "refuse", "", "refused")).isEqualTo("not_today");
      repeat(tally, "id", !LASTING);

      assertThat(once(tally, "addOneTo", "5", "cas")).isEqualTo("false");
      assertThat(once(tally, "addOneTo", "5", "other")).isEqualTo("true");
      assertThat(tally.send("k", "refuse", "", "refused", PATIENCE, !LASTING).join())
          .isEqualTo(new Outcome.Failed("not_today", "closed on 0"));
      assertThat(tally.call("k", "get", "")).isEqualTo("6");
    }
  }

  @Test
  void what_changed_nothing_is_not_kept_once_it_has_arrived() {
    try (var tally = RunningFunction.of(Tally.class, Limits.DEFAULT, around)) {
      assertThat(once(tally, "addOneTo", "5", "cas")).isEqualTo("false");
      repeat(tally, "id", !LASTING);
      around.answered(tally.address("k"), "addOneTo", "cas");

      await().until(() -> once(tally, "addOneTo", "5", "cas").equals("true"));
    }
  }

  @Test
  void what_is_answered_of_an_entity_that_is_not_live_is_ignored() {
    var live = new LiveEntities();
    var types = List.<Class<?>>of(Tally.class);
    try (var tally = RunningFunction.of(types, Limits.DEFAULT, around, live)) {
      around.answered(tally.address("k"), "add", "id");

      assertThat(tally.call("j", "get", "")).isEqualTo("0");
      assertThat(live.count()).isEqualTo(1);
    }
  }

  private static String once(RunningFunction tally, String handler, String body, String id) {
    return RunningFunction.text(tally.send("k", handler, body, id, PATIENCE, !LASTING).join());
  }

  private static String repeat(RunningFunction tally, String id, boolean lasting) {
    return RunningFunction.text(tally.send("k", "add", "5", id, PATIENCE, lasting).join());
  }

  private List<String> unanswered() {
    return record().unanswered().stream().map(one -> one.outcome().id()).toList();
  }

  private EntityRecord record() {
    return store.record("test/tally/k");
  }
}
