package dev.hachi.benchmarks.functions;

import dev.hachi.function.Call;
import dev.hachi.function.Context;
import dev.hachi.function.Effect;
import dev.hachi.function.Handler;
import dev.hachi.function.StatefulFunction;

/** Passes on what it gets to the same key of {@link Adder}, and counts that. */
@StatefulFunction("relay")
public final class Relay {
  public record State(long passed) {}

  public State initial() {
    return new State(0);
  }

  /** Asks the adder, and replies with what it said. */
  @Handler
  Effect<State, Long> ask(State state, long amount, Context context) {
    var value = context.ask(Call.to(Adder::add, context.key(), amount));
    return Effect.of(new State(state.passed() + 1)).reply(value);
  }

  /** Tells the adder, which learns of it later. */
  @Handler
  Effect<State, Long> tell(State state, long amount, Context context) {
    var next = new State(state.passed() + 1);
    return Effect.of(next).reply(next.passed()).tell(Call.to(Adder::add, context.key(), amount));
  }
}
