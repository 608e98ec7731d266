package dev.hachi.chaos.functions;

import dev.hachi.function.Effect;
import dev.hachi.function.Handler;
import dev.hachi.function.StatefulFunction;

/** A value that is read, replaced, and replaced on a condition. */
@StatefulFunction("register")
public final class Register {
  private static final int BYTES_MAX = 1 << 20;

  /**
   * What is remembered per key.
   *
   * @param ballast has no meaning; it takes memory
   */
  public record State(long value, String ballast) {}

  /** The new value, if the old one is {@code expected}. */
  public record Change(long expected, long value) {}

  public State initial() {
    return new State(0, "");
  }

  @Handler
  long read(State state) {
    return state.value();
  }

  @Handler
  Effect<State, Long> write(State state, long value) {
    return Effect.of(new State(value, state.ballast())).reply(value);
  }

  /** Replies with the value that was there: who gets what it expected has changed it. */
  @Handler
  Effect<State, Long> cas(State state, Change change) {
    return state.value() == change.expected()
        ? Effect.of(new State(change.value(), state.ballast())).reply(state.value())
        : Effect.<State>keep().reply(state.value());
  }

  /** Takes so many bytes of memory; 0 forgets the key. */
  @Handler
  Effect<State, Void> hold(State state, int bytes) {
    if (bytes < 0 || bytes > BYTES_MAX) {
      return Effect.fail("bad_size", "bytes must be 0 to " + BYTES_MAX + ", was " + bytes);
    }
    return bytes == 0 ? Effect.delete() : Effect.of(new State(state.value(), "x".repeat(bytes)));
  }

  /** Keeps the key busy and changes nothing. */
  @Handler
  long nap(State state, long millis) throws InterruptedException {
    Thread.sleep(millis);
    return state.value();
  }
}
