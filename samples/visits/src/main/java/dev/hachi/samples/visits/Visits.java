package dev.hachi.samples.visits;

import dev.hachi.function.Call;
import dev.hachi.function.Context;
import dev.hachi.function.Effect;
import dev.hachi.function.Handler;
import dev.hachi.function.StatefulFunction;

/**
 * How often a visitor came; the key is the visitor. Each visit also counts for its page, in the
 * function {@code counter}, which is deployed on its own.
 */
@StatefulFunction("visits")
public final class Visits {
  private static final String COUNTER = "counter";

  /** What is remembered per visitor. */
  public record State(long visits) {}

  /** Nobody has been here at first. */
  public State initial() {
    return new State(0);
  }

  /** Counts a visit to {@code page}, and replies with how many this visitor has made. */
  @Handler
  Effect<State, Long> visit(State state, String page) {
    var next = new State(state.visits() + 1);
    return Effect.of(next).reply(next.visits()).tell(COUNTER, page, "add", 1);
  }

  /** Replies with how many visits {@code page} has had from all visitors. */
  @Handler
  long total(State state, String page, Context context) {
    return context.ask(Call.to(Long.class, COUNTER, page, "get", null));
  }
}
