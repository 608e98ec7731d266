package dev.hachi.sharding;

import dev.hachi.function.Effect;
import dev.hachi.function.Handler;
import dev.hachi.function.StatefulFunction;

/** Counts jars, as its first release knew it. */
@StatefulFunction("pantry")
final class PantryV1 {
  record State(long jars) {}

  State initial() {
    return new State(0);
  }

  @Handler
  Effect<State, Long> add(State state, long jars) {
    return Effect.of(new State(state.jars() + jars)).reply(state.jars() + jars);
  }

  @Handler
  long jars(State state) {
    return state.jars();
  }
}
