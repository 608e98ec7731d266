package dev.hachi.watchdog;

import dev.hachi.function.Effect;
import dev.hachi.function.Handler;
import dev.hachi.function.StatefulFunction;

/** A function for a process of its own. */
@StatefulFunction("till")
public final class Till {
  /** What is in it. */
  public record State(long value) {}

  /** Nothing. */
  public State initial() {
    return new State(0);
  }

  @Handler
  Effect<State, Long> add(State state, long amount) {
    var next = new State(state.value() + amount);
    return Effect.of(next).reply(next.value());
  }

  @Handler
  Effect<State, Long> addSlowly(State state, long amount) throws InterruptedException {
    Thread.sleep(500);
    return add(state, amount);
  }

  @Handler
  long explode(State state) {
    if (state.value() >= 0) {
      throw new IllegalStateException("no");
    }
    return state.value();
  }
}
