package dev.hachi.samples.counter;

import dev.hachi.function.Effect;
import dev.hachi.function.Handler;
import dev.hachi.function.StatefulFunction;

/** A number per key that starts at zero and can be added to and read. */
@StatefulFunction("counter")
public final class Counter {
  /** What is remembered per key. */
  public record State(long value) {}

  /** Every key starts at zero. */
  public State initial(String key) {
    return new State(0);
  }

  /** Adds {@code amount}, which may be negative, and replies with the new value. */
  @Handler
  Effect<State, Long> add(State state, long amount) {
    var next = new State(Math.addExact(state.value(), amount));
    return Effect.of(next).reply(next.value());
  }

  /** Replies with the value and changes nothing. */
  @Handler
  long get(State state) {
    return state.value();
  }
}
