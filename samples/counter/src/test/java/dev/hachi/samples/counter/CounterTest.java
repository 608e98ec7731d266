package dev.hachi.samples.counter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hachi.function.Effect;
import dev.hachi.samples.counter.Counter.State;
import org.junit.jupiter.api.Test;

class CounterTest {
  private final Counter counter = new Counter();

  @Test
  void a_key_starts_at_zero() {
    assertThat(counter.initial("alice")).isEqualTo(new State(0));
  }

  @Test
  void adding_changes_the_state_and_replies_with_the_new_value() {
    var effect = counter.add(new State(5), 3);

    assertThat(effect).isEqualTo(Effect.of(new State(8)).reply(8L));
  }

  @Test
  void a_negative_amount_counts_down() {
    assertThat(counter.add(new State(5), -7)).isEqualTo(Effect.of(new State(-2)).reply(-2L));
  }

  @Test
  void a_sum_that_does_not_fit_throws_instead_of_wrapping() {
    assertThatThrownBy(() -> counter.add(new State(Long.MAX_VALUE), 1))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void reading_replies_with_the_value() {
    assertThat(counter.get(new State(5))).isEqualTo(5);
  }
}
