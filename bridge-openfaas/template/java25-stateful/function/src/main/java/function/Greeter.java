package function;

import dev.hachi.function.Effect;
import dev.hachi.function.Handler;
import dev.hachi.function.StatefulFunction;

/** Counts the visits of each key. */
@StatefulFunction("greeter")
public final class Greeter {
  /** What is remembered per key. */
  public record State(int visits) {}

  /** The state of a key that was never here. */
  public State initial(String key) {
    return new State(0);
  }

  /** POST /KEY/greet, with a name as JSON. */
  @Handler
  public Effect<State, String> greet(State state, String name) {
    if (name.isBlank()) {
      return Effect.fail("name_missing", "who is it?");
    }
    var next = new State(state.visits() + 1);
    return Effect.of(next).reply("Hello " + name + ", visit " + next.visits());
  }

  /** GET /KEY/visits. */
  @Handler
  public int visits(State state) {
    return state.visits();
  }
}
