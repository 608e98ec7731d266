package dev.hachi.chaos.functions.ledger2;

import dev.hachi.function.Context;
import dev.hachi.function.Effect;
import dev.hachi.function.Handler;
import dev.hachi.function.Migrate;
import dev.hachi.function.StatefulFunction;
import java.time.Duration;

/**
 * The next release of the ledger: it also remembers what an earlier one had done before. A state
 * that went back to the first release and came again would show another such number.
 */
@StatefulFunction("ledger")
public final class Ledger {
  /** The clocks of two replicas may differ by so much. */
  private static final long EARLY_MILLIS = 50;

  /** As the first release stored it. */
  public record OldState(long adds, long sent, long received, long armed, long fired, long early) {}

  /** What is counted per key. */
  public record Counts(long adds, long sent, long received, long armed, long fired, long early) {}

  /**
   * What is remembered per key.
   *
   * @param base how many changes an earlier release had made
   */
  public record State(Counts counts, long base) {}

  /**
   * What a change replies.
   *
   * @param adds how many there were so far
   * @param release of the code that made the change
   * @param base how many changes an earlier release had made before this one upgraded the state
   */
  public record Done(long adds, int release, long base) {}

  public State initial() {
    return new State(new Counts(0, 0, 0, 0, 0, 0), 0);
  }

  @Migrate(from = 1)
  State counted(OldState old) {
    var counts =
        new Counts(old.adds(), old.sent(), old.received(), old.armed(), old.fired(), old.early());
    return new State(counts, old.adds() + old.sent() + old.received() + old.armed() + old.fired());
  }

  @Handler
  Effect<State, Done> add(State state, long amount) {
    var old = state.counts();
    return changed(
        state,
        new Counts(
            old.adds() + amount,
            old.sent(),
            old.received(),
            old.armed(),
            old.fired(),
            old.early()));
  }

  /** Sends a note to another key. */
  @Handler
  Effect<State, Done> pass(State state, String to) {
    var old = state.counts();
    return changed(
            state,
            new Counts(
                old.adds(), old.sent() + 1, old.received(), old.armed(), old.fired(), old.early()))
        .tell("ledger", to, "receive", null);
  }

  @Handler
  Effect<State, Done> receive(State state) {
    var old = state.counts();
    return changed(
        state,
        new Counts(
            old.adds(), old.sent(), old.received() + 1, old.armed(), old.fired(), old.early()));
  }

  /** Sets one more timer. */
  @Handler
  Effect<State, Done> arm(State state, long millis, Context context) {
    var old = state.counts();
    var after = Duration.ofMillis(millis);
    var due = context.clock().instant().plus(after).toEpochMilli();
    var armed = old.armed() + 1;
    return changed(
            state,
            new Counts(old.adds(), old.sent(), old.received(), armed, old.fired(), old.early()))
        .timer("t" + armed, after, "fire", due);
  }

  @Handler
  Effect<State, Done> fire(State state, long due, Context context) {
    var old = state.counts();
    var early = context.clock().millis() < due - EARLY_MILLIS ? 1 : 0;
    return changed(
        state,
        new Counts(
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

  private static Effect<State, Done> changed(State state, Counts counts) {
    return Effect.of(new State(counts, state.base()))
        .reply(new Done(counts.adds(), 2, state.base()));
  }
}
