package dev.hachi.testkit;

import dev.hachi.function.Call;
import dev.hachi.function.Context;
import dev.hachi.function.Effect;
import dev.hachi.function.Handler;
import dev.hachi.function.StatefulFunction;
import java.time.Duration;
import java.time.Instant;

/** Is switched on and off, goes out by itself, and notes in the diary what happens. */
@StatefulFunction("lamp")
final class Lamp {
  record State(boolean lit, int switched, Instant last) {}

  State initial() {
    return new State(false, 0, Instant.EPOCH);
  }

  @Handler
  Effect<State, Integer> on(State state, Duration lasting, Context context) {
    var next = new State(true, state.switched() + 1, context.clock().instant());
    return Effect.of(next)
        .reply(next.switched())
        .timer("out", lasting, "out")
        .tell(Call.to(Diary::note, "house", context.key() + " on"));
  }

  @Handler
  Effect<State, Void> out(State state, Context context) {
    return Effect.of(new State(false, state.switched() + 1, context.clock().instant()))
        .tell(Call.to(Diary::note, "house", context.key() + " out"));
  }

  @Handler
  Effect<State, Void> keepOn(State state) {
    return Effect.<State>keep().cancelTimer("out");
  }

  @Handler
  Effect<State, Void> remindLater(State state, Duration after) {
    return Effect.<State>keep().tellAfter(after, Call.to(Diary::note, "house", "remember"));
  }

  @Handler
  Effect<State, Void> tellNothingUseful(State state) {
    return Effect.<State>keep().tell("diary", "house", "nota", "no such handler");
  }

  @Handler
  Effect<State, Void> confess(State state) {
    return Effect.<State>keep().tell(Call.to(Diary::refuse, "house", "broken"));
  }

  @Handler
  Effect<State, Void> tellBackAndForth(State state) {
    return Effect.<State>keep().tell(Call.to(Diary::tellLamp, "house"));
  }

  @Handler
  int askForNotes(State state, Context context) {
    return context.ask(Call.to(Diary::notes, "house")).size();
  }

  @Handler
  int askThereAndBack(State state, Context context) {
    return context.ask(Call.to(Diary::askLamp, "house", context.key()));
  }

  @Handler
  Effect<State, Void> askForWriting(State state, String text, Context context) {
    context.ask(Call.to(Diary::write, "house", text));
    return Effect.of(new State(true, 1, Instant.EPOCH));
  }

  @Handler
  Effect<State, Void> setTwoTimers(State state) {
    return Effect.<State>keep()
        .timer("late", Duration.ofMinutes(2), "out")
        .timer("early", Duration.ofMinutes(1), "blow");
  }

  @Handler
  Effect<State, Void> blow(State state) {
    if (!state.lit()) {
      throw new IllegalStateException("the fuse is gone");
    }
    return Effect.keep();
  }

  @Handler
  Effect<State, Void> remove(State state) {
    return Effect.delete();
  }
}
