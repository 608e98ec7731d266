package dev.hachi.chaos.checker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hachi.chaos.history.Action;
import dev.hachi.chaos.history.Operation;
import dev.hachi.chaos.history.Outcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CheckerTest {
  private static final Outcome UNKNOWN = new Outcome.Unknown("reset");
  private static final Outcome REFUSED = new Outcome.Failed(429, "full");
  private static final Outcome BROKEN = new Outcome.Failed(504, "deadline");

  @Test
  void adds_that_count_up_are_good() {
    assertThat(violations(2, add("a", 0, 1, value(1)), add("b", 2, 3, value(2)))).isEmpty();
  }

  @Test
  void adds_that_overlap_may_end_in_any_order() {
    assertThat(violations(2, add("a", 0, 5, value(2)), add("b", 1, 4, value(1)))).isEmpty();
  }

  @Test
  void a_later_add_with_a_lower_value_is_found() {
    assertThat(violations(2, add("a", 0, 1, value(2)), add("b", 2, 3, value(1))))
        .anyMatch(violation -> violation.contains("1 to id b by r1.0 after 2 to id a"));
  }

  @Test
  void an_acknowledged_add_that_is_lost_is_found() {
    assertThat(violations(1, add("a", 0, 1, value(1)), add("b", 0, 1, value(2))))
        .anyMatch(violation -> violation.contains("some are lost"));
  }

  @Test
  void a_value_that_two_adds_got_is_found() {
    assertThat(violations(2, add("a", 0, 1, value(1)), add("b", 0, 1, value(1))))
        .anyMatch(violation -> violation.contains("one is lost"));
  }

  @Test
  void an_add_that_was_made_twice_is_found() {
    assertThat(violations(2, add("a", 0, 1, value(1))))
        .singleElement()
        .asString()
        .contains("made twice");
  }

  @Test
  void an_id_that_got_two_values_is_found() {
    assertThat(violations(2, add("a", 0, 1, value(1)), add("a", 2, 3, value(2))))
        .anyMatch(violation -> violation.contains("took effect twice"));
  }

  @Test
  void an_id_that_got_its_value_again_is_good() {
    assertThat(
            violations(
                2, add("a", 0, 1, value(1)), add("b", 2, 3, value(2)), add("a", 4, 5, value(1))))
        .isEmpty();
  }

  @Test
  void what_is_in_doubt_may_have_taken_effect_or_not() {
    var acknowledged = add("a", 0, 1, value(1));

    assertThat(violations(1, acknowledged, add("b", 0, 1, UNKNOWN))).isEmpty();
    assertThat(violations(2, acknowledged, add("b", 0, 1, UNKNOWN))).isEmpty();
    assertThat(violations(2, acknowledged, add("b", 0, 1, BROKEN))).isEmpty();
    assertThat(violations(3, acknowledged, add("b", 0, 1, UNKNOWN))).isNotEmpty();
    assertThat(violations(2, acknowledged, add("b", 0, 1, REFUSED))).isNotEmpty();
  }

  @Test
  void a_read_may_see_what_was_added_meanwhile_or_not() {
    var first = add("a", 0, 1, value(1));
    var second = add("b", 2, 9, value(2));

    assertThat(violations(2, first, second, read(3, 4, 1), read(5, 6, 2))).isEmpty();
  }

  @Test
  void a_read_that_does_not_see_an_acknowledged_add_is_found() {
    assertThat(violations(1, add("a", 0, 1, value(1)), read(2, 3, 0)))
        .singleElement()
        .asString()
        .contains("0 to read", "after 1 to id a");
  }

  @Test
  void a_read_that_goes_back_behind_another_is_found_though_the_add_is_in_doubt() {
    assertThat(violations(1, add("a", 0, 1, UNKNOWN), read(2, 3, 1), read(4, 5, 0)))
        .singleElement()
        .asString()
        .contains("0 to read", "after 1 to read");
  }

  @Test
  void a_value_that_was_read_and_is_gone_at_the_end_is_found() {
    assertThat(violations(0, add("a", 0, 1, UNKNOWN), read(2, 3, 1)))
        .singleElement()
        .asString()
        .contains("1 to read", "its value is 0 at the end");
  }

  @Test
  void an_add_that_gives_what_was_read_before_it_is_found() {
    assertThat(violations(2, add("a", 0, 1, UNKNOWN), read(2, 3, 1), add("b", 4, 5, value(1))))
        .anyMatch(violation -> violation.contains("1 to id b by r1.0 after 1 to read"));
  }

  @Test
  void a_value_that_counts_an_add_before_it_was_sent_is_found() {
    assertThat(violations(2, add("a", 0, 1, value(1)), read(2, 3, 2), add("b", 4, 5, value(2))))
        .anyMatch(violation -> violation.contains("2 to read") && violation.contains("only 1"));
    assertThat(violations(2, add("a", 0, 1, value(2)), add("b", 4, 5, value(1)))).isNotEmpty();
    assertThat(violations(1, add("a", 0, 1, REFUSED), read(2, 3, 1), add("b", 4, 5, value(1))))
        .anyMatch(violation -> violation.contains("only 0 adds had been sent by then"));
  }

  private static Operation read(long start, long end, long value) {
    return new Operation(
        "k", "read" + start, new Action.Read(), "r2.0", start, start, end, value(value));
  }

  private static List<String> violations(long last, Operation... operations) {
    return Checker.violations(List.of(operations), Map.of("k", last));
  }

  private static Operation add(String id, long start, long end, Outcome outcome) {
    return new Operation("k", id, new Action.Add(1), "r1.0", start, start, end, outcome);
  }

  private static Outcome value(long value) {
    return new Outcome.Value(value);
  }
}
