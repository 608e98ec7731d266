package dev.hachi.runtime;

import dev.hachi.function.Call;
import dev.hachi.function.Context;
import dev.hachi.function.Effect;
import dev.hachi.function.Handler;
import dev.hachi.function.StatefulFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Notes what it is told, with handlers that misbehave on demand. */
@StatefulFunction("ledger")
final class Ledger {
  record Note(String text) {}

  static final AtomicInteger TRIES = new AtomicInteger();
  static final AtomicInteger LAST_SIZE = new AtomicInteger();

  record State(List<String> notes) {}

  State initial() {
    return new State(List.of());
  }

  @Handler
  Effect<State, Integer> note(State state, Note note, Context context) {
    var notes = new ArrayList<>(state.notes());
    notes.add(note.text());
    LAST_SIZE.set(notes.size());
    return Effect.of(new State(notes)).reply(notes.size());
  }

  @Handler
  Effect<State, Integer> noteOnThirdTry(State state, Note note, Context context) {
    if (TRIES.incrementAndGet() < 3) {
      throw new IllegalStateException("no ink");
    }
    return note(state, note, context);
  }

  @Handler
  List<String> notes(State state) {
    return state.notes();
  }

  @Handler
  String noteCaller(State state, Note note, Context context) {
    return context.caller().toString();
  }

  @Handler
  Effect<State, String> refuse(State state, Object what) {
    TRIES.incrementAndGet();
    return Effect.fail("out_of_stock", "there is none");
  }

  @Handler
  int askToSell(State state, String key, Context context) {
    return context.ask(Call.to(Till::sell, key, 7));
  }

  @Handler
  String askBack(State state, String key, Context context) {
    return context.ask(Call.to(Till::askRoundabout, key));
  }
}
