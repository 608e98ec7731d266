package dev.hachi.runtime.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hachi.runtime.Address;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WakeIndexTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final WakeIndex wakes = new WakeIndex();

  @Test
  void those_that_are_due_come_earliest_first_and_the_others_not() {
    wakes.put(key("late"), NOW.plusMillis(1).toEpochMilli(), true);
    wakes.put(key("second"), NOW.toEpochMilli(), true);
    wakes.put(key("first"), NOW.minusMillis(1).toEpochMilli(), true);
    wakes.put(key("gone"), NOW.toEpochMilli(), true);
    wakes.put(key("gone"), EntityRecord.NEVER, true);

    assertThat(wakes.due(NOW, 10, live -> false)).containsExactly(key("first"), key("second"));
  }

  @Test
  void those_that_stay_due_do_not_keep_others_from_being_woken() {
    for (var i = 0; i < 5; i++) {
      wakes.put(key("stuck" + i), NOW.minusSeconds(60).toEpochMilli(), true);
    }
    wakes.put(key("victim"), NOW.toEpochMilli(), true);

    assertThat(wakes.due(NOW, 5, live -> false)).doesNotContain(key("victim")).hasSize(5);
    assertThat(wakes.due(NOW, 5, live -> false)).isEqualTo(List.of(key("victim")));
    assertThat(wakes.due(NOW.plusSeconds(30), 10, live -> false)).hasSize(6);
  }

  @Test
  void live_ones_need_no_waking() {
    wakes.put(key("live"), NOW.toEpochMilli(), true);
    wakes.put(key("other"), NOW.toEpochMilli(), true);

    assertThat(wakes.due(NOW, 1, key("live")::equals)).containsExactly(key("other"));
    assertThat(wakes.due(NOW, 1, live -> false)).containsExactly(key("live"));
  }

  @Test
  void forgotten_ones_are_not_woken() {
    wakes.put(key("here"), NOW.toEpochMilli(), true);
    wakes.put(key("gone"), NOW.toEpochMilli(), true);

    wakes.forget(key("gone")::equals);

    assertThat(wakes.due(NOW, 10, live -> false)).containsExactly(key("here"));
    wakes.put(key("gone"), NOW.toEpochMilli(), true);
    assertThat(wakes.due(NOW, 10, live -> false)).containsExactly(key("gone"));
  }

  @Test
  void the_oldest_errand_is_no_key_that_is_only_to_be_erased() {
    assertThat(wakes.oldestErrand(NOW)).isEqualTo(EntityRecord.NEVER);

    wakes.put(key("blank"), NOW.minusSeconds(9).toEpochMilli(), false);
    wakes.put(key("young"), NOW.toEpochMilli(), true);
    wakes.put(key("old"), NOW.minusSeconds(5).toEpochMilli(), true);

    assertThat(wakes.oldestErrand(NOW)).isEqualTo(NOW.minusSeconds(5).toEpochMilli());
    wakes.put(key("old"), EntityRecord.NEVER, false);
    assertThat(wakes.oldestErrand(NOW)).isEqualTo(NOW.toEpochMilli());
  }

  @Test
  void an_errand_that_is_due_and_not_done_keeps_its_age_however_often_it_was_tried() {
    wakes.put(key("stuck"), NOW.minusSeconds(60).toEpochMilli(), true);
    wakes.put(key("blank"), NOW.minusSeconds(90).toEpochMilli(), false);
    wakes.due(NOW, 5, live -> false);
    wakes.put(key("young"), NOW.minusSeconds(5).toEpochMilli(), true);

    assertThat(wakes.oldestErrand(NOW)).isEqualTo(NOW.minusSeconds(60).toEpochMilli());
    wakes.put(key("stuck"), EntityRecord.NEVER, true);
    assertThat(wakes.oldestErrand(NOW)).isEqualTo(NOW.minusSeconds(5).toEpochMilli());
  }

  @Test
  void one_that_is_left_to_another_process_is_not_woken_and_keeps_its_age_until_it_is_put_anew() {
    var since = NOW.minusSeconds(60).toEpochMilli();
    wakes.put(key("left"), since, true);

    wakes.leave(key("left"));
    wakes.leave(key("unknown"));

    assertThat(wakes.due(NOW.plusSeconds(86_400), 5, live -> false)).isEmpty();
    assertThat(wakes.oldestErrand(NOW)).isEqualTo(since);
    wakes.put(key("left"), since, true);
    assertThat(wakes.due(NOW, 5, live -> false)).containsExactly(key("left"));
    wakes.leave(key("left"));
    wakes.forget(key("left")::equals);
    assertThat(wakes.oldestErrand(NOW)).isEqualTo(EntityRecord.NEVER);
  }

  private static Address key(String key) {
    return new Address("ns", "function", key);
  }
}
