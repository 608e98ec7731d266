package dev.hachi.benchmarks.functions;

import dev.hachi.function.Effect;
import dev.hachi.function.Handler;
import dev.hachi.function.StatefulFunction;
import java.time.Duration;

/** Sets timers and counts those that fired. */
@StatefulFunction("ticker")
public final class Ticker {
  public record State(long set, long fired) {}

  public State initial() {
    return new State(0, 0);
  }

  /** One more timer, that many milliseconds from now. */
  @Handler
  Effect<State, Long> set(State state, long millis) {
    var next = new State(state.set() + 1, state.fired());
    return Effect.of(next)
        .reply(next.set())
        .timer("t" + next.set(), Duration.ofMillis(millis), "fire");
  }

  @Handler
  Effect<State, Void> fire(State state) {
    return Effect.of(new State(state.set(), state.fired() + 1));
  }
}
