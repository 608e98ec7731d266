package dev.hachi.runtime;

import dev.hachi.function.Effect;
import dev.hachi.function.Handler;
import dev.hachi.function.StatefulFunction;
import java.time.Duration;

/** Counts what is put on it, as its first release knew it. */
@StatefulFunction("shelf")
final class ShelfV1 {
  /** Long enough for the runtime to end before. */
  private static final Duration LATER = Duration.ofSeconds(1);

  record State(long count) {}

  record Box(String label) {}

  record Parcel(String to, String label) {}

  State initial() {
    return new State(0);
  }

  @Handler
  Effect<State, Long> add(State state, long amount) {
    return Effect.of(new State(state.count() + amount)).reply(state.count() + amount);
  }

  @Handler
  Effect<State, Long> put(State state, Box box) {
    return add(state, 1);
  }

  @Handler
  long count(State state) {
    return state.count();
  }

  @Handler
  Effect<State, Void> clear(State state) {
    return Effect.delete();
  }

  @Handler
  Effect<State, Void> sendBox(State state, String to) {
    return Effect.<State>keep().tellAfter(LATER, "shelf", to, "put", new Box("old"));
  }

  @Handler
  Effect<State, Void> sendNamed(State state, Parcel parcel) {
    return Effect.<State>keep().tell("shelf", parcel.to(), "put", new Box(parcel.label()));
  }

  @Handler
  Effect<State, Void> addLater(State state) {
    return Effect.<State>keep().timer("later", LATER, "add", 1);
  }
}
