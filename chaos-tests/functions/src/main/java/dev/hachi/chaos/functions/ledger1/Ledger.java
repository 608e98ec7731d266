package dev.hachi.chaos.functions.ledger1;

import dev.hachi.function.Context;
import dev.hachi.function.Effect;
import dev.hachi.function.Handler;
import dev.hachi.function.StatefulFunction;
import java.time.Duration;

/** Counts adds, notes that it passes on to other keys, and timers. */
@StatefulFunction("ledger")
public final class Ledger {
  /** The clocks of two replicas may differ by so much. */
  private static final long EARLY_MILLIS = 50;

  /**
   * What is remembered per key.
   *
   * @param sent how many notes have left it
   * @param received how many have arrived
   * @param early how many timers fired before they were due
   */
  public record State(long adds, long sent, long received, long armed, long fired, long early) {}

  /**
   * What a change replies.
   *
   * @param adds how many there were so far
   * @param release of the code that made the change
   * @param base how many changes an earlier release had made before this one upgraded the state
   */
  public record Done(long adds, int release, long base) {}

  public State initial() {
    return new State(0, 0, 0, 0, 0, 0);
  }

  @Handler
  Effect<State, Done> add(State old, long amount) {
    var next =
        new State(
            old.adds() + amount, old.sent(), old.received(), old.armed(), old.fired(), old.early());
    return Effect.of(next).reply(done(next));
  }

  /** Sends a note to another key. */
  @Handler
  Effect<State, Done> pass(State old, String to) {
    var next =
        new State(
            old.adds(), old.sent() + 1, old.received(), old.armed(), old.fired(), old.early());
    return Effect.of(next).reply(done(next)).tell("ledger", to, "receive", null);
  }

  @Handler
  Effect<State, Void> receive(State old) {
    return Effect.of(
        new State(
            old.adds(), old.sent(), old.received() + 1, old.armed(), old.fired(), old.early()));
  }

  /** Sets one more timer. */
  @Handler
  Effect<State, Done> arm(State old, long millis, Context context) {
    var after = Duration.ofMillis(millis);
    var due = context.clock().instant().plus(after).toEpochMilli();
    var next =
        new State(
            old.adds(), old.sent(), old.received(), old.armed() + 1, old.fired(), old.early());
    return Effect.of(next).reply(done(next)).timer("t" + next.armed(), after, "fire", due);
  }

  @Handler
  Effect<State, Void> fire(State old, long due, Context context) {
    var early = context.clock().millis() < due - EARLY_MILLIS ? 1 : 0;
    return Effect.of(
        new State(
            old.adds(),
            old.sent(),
            old.received(),
            old.armed(),
            old.fired() + 1,
            old.early() + early));
  }

  @Handler
  State get(State state) {
    return state;
  }

  private static Done done(State state) {
    return new Done(state.adds(), 1, 0);
  }
}
