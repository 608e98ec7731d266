package dev.hachi.samples.visits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hachi.function.Call;
import dev.hachi.function.Effect;
import dev.hachi.function.Handler;
import dev.hachi.function.StatefulFunction;
import dev.hachi.testkit.TestKit;
import org.junit.jupiter.api.Test;

class VisitsTest {
  private final TestKit kit = TestKit.of(Visits.class, Counter.class);

  /** In place of the counter of the other deployment. */
  @StatefulFunction("counter")
  public static final class Counter {
    public record State(long value) {}

    public State initial() {
      return new State(0);
    }

    @Handler
    Effect<State, Void> add(State state, long amount) {
      return Effect.of(new State(state.value() + amount));
    }

    @Handler
    long get(State state) {
      return state.value();
    }
  }

  private long visit(String visitor, String page) {
    return kit.ask(Call.to(Visits::visit, visitor, page));
  }

  @Test
  void a_visitor_hears_of_own_visits_only() {
    assertThat(visit("ann", "home")).isEqualTo(1);
    assertThat(visit("ann", "news")).isEqualTo(2);
    assertThat(visit("bob", "home")).isEqualTo(1);
  }

  @Test
  void a_page_counts_the_visits_of_all() {
    visit("ann", "home");
    visit("bob", "home");
    visit("bob", "news");

    assertThat(kit.ask(Call.to(Visits::total, "ann", "home"))).isEqualTo(2);
  }
}
