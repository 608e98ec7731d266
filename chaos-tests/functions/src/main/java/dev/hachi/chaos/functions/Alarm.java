package dev.hachi.chaos.functions;

import dev.hachi.function.Context;
import dev.hachi.function.Effect;
import dev.hachi.function.Handler;
import dev.hachi.function.StatefulFunction;
import java.time.Duration;

/** Timers, counted when they are set and when they fire. */
@StatefulFunction("alarm")
public final class Alarm {
  /** The clocks of two replicas may differ by so much. */
  private static final long EARLY_MILLIS = 50;

  /**
   * What is remembered per key.
   *
   * @param early how many fired before they were due
   */
  public record State(long armed, long fired, long early) {}

  public State initial() {
    return new State(0, 0, 0);
  }

  /** Sets one more timer and replies with how many were set so far. */
  @Handler
  Effect<State, Long> arm(State state, long millis, Context context) {
    var after = Duration.ofMillis(millis);
    var due = context.clock().instant().plus(after).toEpochMilli();
    return Effect.of(new State(state.armed() + 1, state.fired(), state.early()))
        .reply(state.armed() + 1)
        .timer("t" + (state.armed() + 1), after, "fire", due);
  }

  @Handler
  Effect<State, Void> fire(State state, long due, Context context) {
    var early = context.clock().millis() < due - EARLY_MILLIS ? 1 : 0;
    return Effect.of(new State(state.armed(), state.fired() + 1, state.early() + early));
  }

  @Handler
  State get(State state) {
    return state;
  }
}
