package dev.hachi.runtime;

import dev.hachi.function.AskFailedException;
import dev.hachi.function.Call;
import dev.hachi.function.Context;
import dev.hachi.function.Effect;
import dev.hachi.function.Handler;
import dev.hachi.function.StatefulFunction;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Sells, notes in the ledger what it sold, and rings a bell by timers. */
@StatefulFunction("shop")
final class Till {
  static final AtomicInteger RINGS = new AtomicInteger();

  record State(int sold) {}

  State initial() {
    return new State(0);
  }

  @Handler
  Effect<State, Integer> sell(State state, int count, Context context) {
    var effect = Effect.of(new State(state.sold() + count)).reply(state.sold() + count);
    for (var number : IntStream.rangeClosed(state.sold() + 1, state.sold() + count).toArray()) {
      effect = effect.tell(Call.to(Ledger::note, "all", new Ledger.Note(context.key() + number)));
    }
    return effect;
  }

  @Handler
  Effect<State, Void> tellByName(State state, String handler) {
    return Effect.<State>keep().tell("ledger", "all", handler, new Ledger.Note("by name"));
  }

  @Handler
  Effect<State, Void> tellLater(State state, long millis) {
    return Effect.<State>keep()
        .tellAfter(
            Duration.ofMillis(millis), Call.to(Ledger::note, "all", new Ledger.Note("later")));
  }

  @Handler
  Effect<State, Void> tellNobody(State state) {
    return Effect.<State>keep().tell("nobody", "all", "note", null);
  }

  @Handler
  Effect<State, Void> tellSelf(State state, Context context) {
    return Effect.<State>keep().tell(Call.to(Till::sell, context.key(), 1));
  }

  @Handler
  Integer sold(State state) {
    return state.sold();
  }

  @Handler
  Effect<State, Integer> askToNote(State state, String text, Context context) {
    var size = context.ask(Call.to(Ledger::note, "all", new Ledger.Note(text)));
    return Effect.of(new State(size)).reply(size);
  }

  @Handler
  List<String> askForNotes(State state, Context context) {
    return context.ask(Call.to(Ledger::notes, "all"));
  }

  @Handler
  String askForRefusal(State state, Context context) {
    try {
      return context.ask(Call.to(Ledger::refuse, "all", "paper"));
    } catch (AskFailedException e) {
      return e.code() + ": " + e.getMessage();
    }
  }

  @Handler
  Effect<State, String> passRefusalOn(State state, Context context) {
    return Effect.of(new State(99)).reply(context.ask(Call.to(Ledger::refuse, "all", "paper")));
  }

  @Handler
  String askSelf(State state, Context context) {
    return context.ask(Call.to(Till::askSelf, context.key()));
  }

  @Handler
  String askRoundabout(State state, Context context) {
    return context.ask(String.class, "ledger", "all", "askBack", context.key());
  }

  @Handler
  Effect<State, Void> ringOften(State state, int times) {
    return Effect.<State>keep().timer("bell", Duration.ofMillis(20), "ring", times);
  }

  @Handler
  Effect<State, Void> ring(State state, int times) {
    var next = Effect.of(new State(state.sold() + 1));
    return times == 1 ? next : next.timer("bell", Duration.ZERO, "ring", times - 1);
  }

  @Handler
  Effect<State, Void> ringOnThirdTry(State state) {
    if (RINGS.incrementAndGet() < 3) {
      throw new IllegalStateException("not yet");
    }
    return Effect.of(new State(1));
  }

  @Handler
  Effect<State, Void> setTimer(State state, String handler) {
    return Effect.<State>keep().timer("bell", Duration.ofMillis(300), handler);
  }

  @Handler
  Effect<State, Void> cancelTimer(State state) {
    return Effect.<State>keep().cancelTimer("bell");
  }

  @Handler
  Effect<State, Void> setManyTimers(State state, int count) {
    Effect<State, Void> effect = Effect.keep();
    for (var i = 0; i < count; i++) {
      effect = effect.timer("bell" + i, Duration.ofHours(1), "sold");
    }
    return effect;
  }

  @Handler
  Effect<State, Void> refuseTimer(State state) {
    RINGS.incrementAndGet();
    return Effect.fail("closed", "no bells today");
  }

  @Handler
  Effect<State, Void> close(State state) {
    return Effect.delete();
  }

  @Handler
  Effect<State, Void> waitForGate(State state) throws InterruptedException {
    Tally.entered.countDown();
    Tally.gate.await();
    return Effect.keep();
  }

  @Handler
  int waitAndAskBack(State state, String key, Context context) throws InterruptedException {
    Tally.entered.countDown();
    Tally.gate.await();
    return context.ask(Integer.class, "ledger", context.key(), "askToSell", key);
  }

  @Handler
  Effect<State, Void> hang(State state) throws InterruptedException {
    new CountDownLatch(1).await();
    return Effect.keep();
  }

  @Handler
  Effect<State, Void> ringInTenYears(State state) {
    return Effect.<State>keep().timer("bell", Effect.DELAY_MAX, "sold");
  }
}
