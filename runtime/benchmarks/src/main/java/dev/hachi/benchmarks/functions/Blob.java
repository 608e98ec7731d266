package dev.hachi.benchmarks.functions;

import dev.hachi.function.Effect;
import dev.hachi.function.Handler;
import dev.hachi.function.StatefulFunction;

/** A number per key, beside so much else that each change stores as well. */
@StatefulFunction("blob")
public final class Blob {
  private static final int BYTES_MAX = 1 << 20;

  public record State(long value, String ballast) {}

  public State initial() {
    return new State(0, "");
  }

  /** From now on the state is {@code bytes} larger than its number. */
  @Handler
  Effect<State, Integer> fill(State state, int bytes) {
    return bytes < 0 || bytes > BYTES_MAX
        ? Effect.fail("bad_size", "bytes must be 0 to " + BYTES_MAX + ", was " + bytes)
        : Effect.of(new State(state.value(), "x".repeat(bytes))).reply(bytes);
  }

  @Handler
  Effect<State, Long> add(State state, long amount) {
    var next = new State(state.value() + amount, state.ballast());
    return Effect.of(next).reply(next.value());
  }
}
