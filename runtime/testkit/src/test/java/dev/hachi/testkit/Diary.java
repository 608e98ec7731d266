package dev.hachi.testkit;

import dev.hachi.function.Call;
import dev.hachi.function.Context;
import dev.hachi.function.Effect;
import dev.hachi.function.Handler;
import dev.hachi.function.StatefulFunction;
import java.util.List;
import java.util.stream.Stream;

/** Keeps notes, and misbehaves when it is asked to. */
@StatefulFunction("diary")
final class Diary {
  /** A note may be anything: a state that JSON reads back as something else. */
  record State(List<Object> notes) {}

  record Page(int number) {}

  State initial() {
    return new State(List.of());
  }

  @Handler
  Effect<State, Integer> note(State state, String text) {
    return Effect.of(with(state, text)).reply(state.notes().size() + 1);
  }

  @Handler
  Effect<State, Void> notePage(State state, int number) {
    return Effect.of(with(state, new Page(number)));
  }

  private static State with(State state, Object note) {
    return new State(Stream.concat(state.notes().stream(), Stream.of(note)).toList());
  }

  @Handler
  int lastPage(State state) {
    return ((Page) state.notes().getLast()).number();
  }

  @Handler
  List<Object> notes(State state) {
    return state.notes();
  }

  @Handler
  Effect<State, Void> refuse(State state, String text) {
    return Effect.fail("no_ink", "nothing is written today");
  }

  @Handler
  Effect<State, Void> write(State state, String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("a blank note");
    }
    return Effect.of(with(state, text));
  }

  @Handler
  Effect<State, Void> tellLamp(State state) {
    return Effect.<State>keep().tell(Call.to(Lamp::tellBackAndForth, "hall"));
  }

  @Handler
  int askLamp(State state, String key, Context context) {
    return context.ask(Call.to(Lamp::askForNotes, key));
  }
}
