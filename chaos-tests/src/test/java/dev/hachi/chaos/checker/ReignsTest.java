package dev.hachi.chaos.checker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hachi.chaos.history.Action;
import dev.hachi.chaos.history.Operation;
import dev.hachi.chaos.history.Outcome;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Operations are named by their start and end. */
class ReignsTest {
  private static final Outcome LOST = new Outcome.Unknown("reset");

  @Test
  void values_that_follow_each_other_are_no_contradiction() {
    assertThat(of(read(0, 1, 0), write(2, 3, 7), read(4, 5, 7), write(6, 7, 8), read(8, 9, 8)))
        .isEmpty();
  }

  @Test
  void what_is_under_way_at_once_may_have_any_order() {
    assertThat(of(write(0, 9, 7), write(0, 9, 8), read(1, 8, 8), read(2, 7, 7))).isEmpty();
  }

  @Test
  void a_read_of_what_was_replaced_before_it_began_is_one() {
    assertThat(of(write(0, 1, 7), write(2, 3, 8), read(4, 5, 8), read(6, 7, 7)))
        .hasValueSatisfying(found ->
            assertThat(found.sentence())
                .startsWith("k: Read[] (id 6, by r) got value 7, although k: Write[value=8]"));
  }

  @Test
  void an_acknowledged_write_that_nobody_sees_is_one() {
    assertThat(of(write(0, 1, 7), write(2, 3, 8), read(4, 5, 7))).isPresent();
    assertThat(of(write(2, 3, 8), read(4, 5, 0))).isPresent();
  }

  @Test
  void a_write_without_an_answer_may_come_late_or_never() {
    assertThat(of(write(0, 1, 7), doubt(2, 3, 8), read(4, 5, 7), read(6, 7, 8))).isEmpty();
    assertThat(of(write(0, 1, 7), doubt(2, 3, 8), read(4, 5, 7))).isEmpty();
  }

  @Test
  void what_a_compare_and_set_replaced_was_there_until_it_began() {
    assertThat(of(write(0, 1, 7), write(2, 3, 8), set(4, 5, 7, 9, 1))).isPresent();
    assertThat(of(write(0, 1, 7), write(2, 3, 8), set(4, 5, 7, 9, 0))).isEmpty();
    assertThat(of(write(0, 1, 7), set(2, 3, 7, 9, 1), read(4, 5, 9))).isEmpty();
  }

  @Test
  void nothing_is_said_of_values_that_are_written_twice() {
    assertThat(of(write(0, 1, 7), write(2, 3, 8), write(4, 5, 7), read(6, 7, 7))).isEmpty();
  }

  private static Optional<Violation> of(Operation... operations) {
    return Reigns.contradiction(List.of(operations), 0);
  }

  private static Operation read(long start, long end, long value) {
    return operation(new Action.Read(), start, end, new Outcome.Value(value));
  }

  private static Operation write(long start, long end, long value) {
    return operation(new Action.Write(value), start, end, new Outcome.Value(value));
  }

  private static Operation doubt(long start, long end, long value) {
    return operation(new Action.Write(value), start, end, LOST);
  }

  private static Operation set(long start, long end, long expected, long value, long done) {
    return operation(
        new Action.CompareAndSet(expected, value), start, end, new Outcome.Value(done));
  }

  private static Operation operation(Action action, long start, long end, Outcome outcome) {
    return new Operation("k", Long.toString(start), action, "r", start, start, end, outcome);
  }
}
