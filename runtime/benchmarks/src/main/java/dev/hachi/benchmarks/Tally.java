package dev.hachi.benchmarks;

import dev.hachi.function.Effect;
import dev.hachi.function.Handler;
import dev.hachi.function.StatefulFunction;

/** A number per key: the least that a function can do, so that the rest is the runtime's. */
@StatefulFunction("tally")
public final class Tally {
  public record State(long value) {}

  public State initial() {
    return new State(0);
  }

  @Handler
  Effect<State, Long> add(State state, long amount) {
    var next = new State(state.value() + amount);
    return Effect.of(next).reply(next.value());
  }

  @Handler
  long get(State state) {
    return state.value();
  }
}
