package dev.hachi.benchmarks.functions;

import dev.hachi.function.Effect;
import dev.hachi.function.Handler;
import dev.hachi.function.StatefulFunction;

/** A number per key, which others add to. */
@StatefulFunction("adder")
public final class Adder {
  public record State(long value) {}

  public State initial() {
    return new State(0);
  }

  @Handler
  Effect<State, Long> add(State state, long amount) {
    var next = new State(state.value() + amount);
    return Effect.of(next).reply(next.value());
  }
}
