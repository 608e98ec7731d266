package dev.hachi.sharding;

import dev.hachi.function.Context;
import dev.hachi.function.Effect;
import dev.hachi.function.Handler;
import dev.hachi.function.StatefulFunction;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A text per key, and handlers that turn to another key once a gate is open. */
@StatefulFunction("relay")
public final class Relay {
  static final AtomicInteger RUNS = new AtomicInteger();
  static volatile CountDownLatch entered = new CountDownLatch(0);
  static volatile CountDownLatch gate = new CountDownLatch(0);

  public record State(String text) {}

  static void closeGate(int callers) {
    RUNS.set(0);
    entered = new CountDownLatch(callers);
    gate = new CountDownLatch(1);
  }

  public State initial(String key) {
    return new State("");
  }

  @Handler
  Effect<State, Integer> put(State state, String text) {
    return Effect.of(new State(text)).reply(text.length());
  }

  @Handler
  Effect<State, Integer> fill(State state, int length) {
    return put(state, "x".repeat(length));
  }

  @Handler
  int length(State state) {
    return state.text().length();
  }

  @Handler
  int askWhenOpen(State state, String other, Context context) throws InterruptedException {
    awaitGate();
    return context.ask(Integer.class, "relay", other, "length", null);
  }

  @Handler
  Effect<State, Integer> tellWhenOpen(State state, String other) throws InterruptedException {
    awaitGate();
    return Effect.of(new State("told")).reply(1).tell("relay", other, "put", "told");
  }

  private static void awaitGate() throws InterruptedException {
    RUNS.incrementAndGet();
    entered.countDown();
    gate.await();
  }
}
