package dev.hachi.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hachi.runtime.store.EntityRecord;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One release of a function's code after another, forward and back, over the same store. */
final class VersionsTest {
  private static final Duration A_WHILE = Duration.ofMillis(600);
  private static final Duration LATER = Duration.ofSeconds(1);

  private final OwnedStore store = new OwnedStore();
  private final TestSurroundings older = TestSurroundings.with(store);

  private RunningFunction old() {
    return on(ShelfV1.class, TestSurroundings.with(store));
  }

  private RunningFunction newer() {
    return on(ShelfV2.class, TestSurroundings.with(store));
  }

  private static RunningFunction on(Class<?> type, Surroundings surroundings) {
    return RunningFunction.of(type, Limits.DEFAULT, surroundings);
  }

  private EntityRecord record(String key) {
    return store.record("test/shelf/" + key);
  }

  // ---- states -----------------------------------------------------------------------------------

  @Test
  void newer_code_upgrades_an_older_state_and_a_read_alone_does_not_store_it() {
    try (var shelf = old()) {
      shelf.call("a", "add", "2");
    }
    try (var shelf = newer()) {
      assertThat(shelf.call("a", "labels", "")).isEqualTo("[]");
      assertThat(record("a").stateVersion()).isEqualTo(1);

      assertThat(shelf.call("a", "label", "\"x\"")).isEqualTo("3");
      assertThat(record("a").stateVersion()).isEqualTo(2);
    }
  }

  @Test
  void older_code_refuses_a_newer_state_whatever_it_is_asked_and_leaves_it_as_it_is() {
    try (var shelf = newer()) {
      shelf.call("a", "label", "\"x\"");
    }
    var before = record("a");
    try (var shelf = on(ShelfV1.class, older)) {
      for (var handler : List.of("add", "count", "clear", "put", "nothing")) {
        assertThat(shelf.call("a", handler, "1")).isEqualTo(FailureCode.NEWER_STATE);
      }
      assertThat(shelf.send("a", "add", "1").join())
          .isEqualTo(
              new Outcome.Failed(
                  FailureCode.NEWER_STATE,
                  "newer code stored test/shelf/a under state version 2, and the code here knows 1"
                      + " to 1: it is kept, and served again once replicas of the newer code are"
                      + " back; repeat with the same id"));
      assertThat(shelf.call("b", "add", "1")).isEqualTo("1");
    }
    assertThat(older.events).contains("outgrown shelf 2");
    assertThat(record("a")).isEqualTo(before);
    try (var shelf = newer()) {
      assertThat(shelf.call("a", "labels", "")).isEqualTo("[\"x white\"]");
    }
  }

  @Test
  void an_id_that_newer_code_has_answered_takes_no_effect_again() {
    var patience = Duration.ofSeconds(10);
    try (var shelf = newer()) {
      shelf.send("a", "label", "\"x\"", "id", patience).join();
    }
    try (var shelf = old()) {
      var again = shelf.send("a", "label", "\"x\"", "id", patience).join();
      assertThat(RunningFunction.text(again)).isEqualTo(FailureCode.NEWER_STATE);
    }
    try (var shelf = newer()) {
      var again = shelf.send("a", "label", "\"x\"", "id", patience).join();
      assertThat(RunningFunction.text(again)).isEqualTo("1");
      assertThat(shelf.call("a", "count", "")).isEqualTo("1");
    }
  }

  @Test
  void a_key_that_newer_code_deleted_starts_anew_under_older_code() {
    try (var shelf = newer()) {
      shelf.call("a", "label", "\"x\"");
      shelf.call("a", "clear", "");
    }
    try (var shelf = old()) {
      assertThat(shelf.call("a", "add", "4")).isEqualTo("4");
    }
  }

  // ---- messages and timers ----------------------------------------------------------------------

  @Test
  void the_messages_and_timers_of_a_newer_state_wait_for_newer_code_however_long_they_are_due() {
    try (var shelf = newer()) {
      shelf.call("a", "addAndSendLater", "\"b\"");
    }
    var before = record("a");
    try (var shelf = old()) {
      assertThat(shelf.call("a", "count", "")).isEqualTo(FailureCode.NEWER_STATE);
      await().during(LATER.plus(A_WHILE)).until(() -> shelf.call("b", "count", "").equals("0"));
      assertThat(record("a")).isEqualTo(before);
    }
    try (var shelf = newer()) {
      await().until(() -> shelf.call("a", "count", "").equals("2"));
      await().until(() -> shelf.call("b", "count", "").equals("1"));
      await().during(A_WHILE).until(() -> shelf.call("a", "count", "").equals("2"));
      assertThat(shelf.call("b", "count", "")).isEqualTo("1");
    }
  }

  @Test
  void a_key_that_waits_for_newer_code_is_not_activated_again_and_again() {
    try (var shelf = newer()) {
      shelf.call("a", "addAndSendLater", "\"b\"");
    }
    try (var shelf = on(ShelfV1.class, older)) {
      shelf.call("a", "count", "");
      await().during(LATER.plus(A_WHILE)).until(() -> shelf.call("b", "count", "").equals("0"));
    }
    assertThat(older.events).filteredOn(event -> event.startsWith("outgrown")).hasSize(1);
  }

  @Test
  void a_message_to_a_handler_that_older_code_has_not_waits_for_newer_code() {
    takesEffectOnceUnderNewerCode("sendLabel", "[\"sent white\"]");
  }

  @Test
  void a_message_with_a_field_that_older_code_does_not_know_waits_for_newer_code() {
    takesEffectOnceUnderNewerCode("sendBox", "[\"new red\"]");
  }

  @Test
  void a_timer_for_a_handler_that_older_code_has_not_waits_for_newer_code() {
    takesEffectOnceUnderNewerCode("labelLater", "[\"timed white\"]");
  }

  /** Newer code stores an errand for later, beside a state that older code can read. */
  private void takesEffectOnceUnderNewerCode(String handler, String labels) {
    try (var shelf = newer()) {
      shelf.call("a", handler, "\"a\"");
    }
    try (var shelf = old()) {
      assertThat(shelf.call("a", "add", "1")).isEqualTo("1");
      await().during(LATER.plus(A_WHILE)).until(() -> shelf.call("a", "count", "").equals("1"));
      assertThat(record("a").hasErrands()).isTrue();
    }
    try (var shelf = newer()) {
      await().until(() -> shelf.call("a", "labels", "").equals(labels));
      await().during(A_WHILE).until(() -> shelf.call("a", "count", "").equals("2"));
    }
    assertThat(record("a").hasErrands()).isFalse();
  }

  @Test
  void newer_code_takes_the_messages_and_timers_of_older_code() {
    try (var shelf = old()) {
      shelf.call("a", "sendBox", "\"b\"");
      shelf.call("c", "addLater", "");
    }
    try (var shelf = newer()) {
      shelf.call("a", "count", ""); // alone, a replica that starts wakes nobody by itself
      await().until(() -> shelf.call("b", "labels", "").equals("[\"old null\"]"));
      await().until(() -> shelf.call("c", "count", "").equals("1"));
      await().during(A_WHILE).until(() -> shelf.call("c", "count", "").equals("1"));
    }
  }

  @Test
  void messages_to_a_key_whose_state_is_too_new_wait_and_keep_their_order() {
    try (var shelf = newer()) {
      shelf.call("b", "label", "\"x\"");
    }
    try (var shelf = old()) {
      for (var label : List.of("1", "2", "3")) {
        shelf.call("a", "sendNamed", "{\"to\":\"b\",\"label\":\"%s\"}".formatted(label));
      }
      await().during(A_WHILE).until(() -> record("a").outbox().size() == 3);
    }
    try (var shelf = newer()) {
      shelf.call("a", "count", "");
      await()
          .until(() ->
              shelf
                  .call("b", "labels", "")
                  .equals("[\"x white\",\"1 null\",\"2 null\",\"3 null\"]"));
    }
  }
}
