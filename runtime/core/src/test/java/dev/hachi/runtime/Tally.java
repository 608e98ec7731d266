package dev.hachi.runtime;

import dev.hachi.function.Context;
import dev.hachi.function.Effect;
import dev.hachi.function.Handler;
import dev.hachi.function.StatefulFunction;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A counter with handlers that misbehave on demand. */
@StatefulFunction("tally")
final class Tally {
  static final AtomicInteger RUNS = new AtomicInteger();
  static volatile CountDownLatch entered = new CountDownLatch(1);
  static volatile CountDownLatch gate = new CountDownLatch(1);

  record State(long value) {}

  State initial(String key) {
    return new State(0);
  }

  static void closeGate() {
    RUNS.set(0);
    entered = new CountDownLatch(1);
    gate = new CountDownLatch(1);
  }

  @Handler
  Effect<State, Long> add(State state, long amount) {
    var next = new State(state.value() + amount);
    return Effect.of(next).reply(next.value());
  }

  @Handler
  long get(State state) {
    return state.value();
  }

  @Handler
  long getAndCount(State state) {
    RUNS.incrementAndGet();
    return state.value();
  }

  @Handler
  Effect<State, Long> addWhenOpen(State state, long amount) throws InterruptedException {
    RUNS.incrementAndGet();
    entered.countDown();
    gate.await();
    return add(state, amount);
  }

  @Handler
  Effect<State, Long> hang(State state, long amount) throws InterruptedException {
    new CountDownLatch(1).await();
    return add(state, amount);
  }

  @Handler
  long spin(State state) {
    while (gate.getCount() > 0) {
      Thread.onSpinWait();
    }
    return state.value();
  }

  @Handler
  Effect<State, Long> explodeTwice(State state, long amount) {
    if (amount != 0) {
      throw new IllegalStateException() {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
          throw new IllegalArgumentException("nor this");
        }
      };
    }
    return add(state, amount);
  }

  @Handler
  Effect<State, Long> explode(State state, long amount) {
    if (amount != 0) {
      throw new IllegalStateException("no " + amount);
    }
    return add(state, amount);
  }

  @Handler
  Effect<State, Long> overflow(State state, long amount) {
    return amount == 0 ? add(state, 0) : overflow(state, amount + 1);
  }

  @Handler
  Effect<State, Long> refuse(State state) {
    return Effect.fail("not_today", "closed on " + state.value());
  }

  /** Adds 1 if the value is {@code expected}; replies whether. */
  @Handler
  Effect<State, Boolean> addOneTo(State state, long expected) {
    var next = new State(expected + 1);
    return state.value() == expected
        ? Effect.of(next).reply(true)
        : Effect.<State>keep().reply(false);
  }

  @Handler
  Effect<State, Void> forget(State state) {
    return Effect.delete();
  }

  @Handler
  String who(State state, Context context) {
    return context.key() + " " + Thread.currentThread().isVirtual();
  }
}
