package dev.hachi.runtime;

import dev.hachi.function.Call;
import dev.hachi.function.Context;
import dev.hachi.function.Handler;
import dev.hachi.function.StatefulFunction;

/** Asks the tally for something that takes long. */
@StatefulFunction("asker")
final class Asker {
  record State() {}

  State initial() {
    return new State();
  }

  @Handler
  Long askTally(State state, Context context) {
    return context.ask(Call.to(Tally::addWhenOpen, "t", 1L));
  }
}
