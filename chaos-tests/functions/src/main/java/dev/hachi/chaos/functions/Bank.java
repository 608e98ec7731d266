package dev.hachi.chaos.functions;

import dev.hachi.function.Call;
import dev.hachi.function.Effect;
import dev.hachi.function.Handler;
import dev.hachi.function.StatefulFunction;

/** Accounts; money goes from one to another as a message. */
@StatefulFunction("bank")
public final class Bank {
  private static final int BYTES_MAX = 1 << 20;
  static final long AT_FIRST = 1_000;

  /**
   * One account.
   *
   * @param sent how many transfers have left it
   * @param received how many have arrived
   * @param ballast has no meaning; it takes memory
   */
  public record State(long balance, long sent, long received, String ballast) {}

  /** An account as others see it. */
  public record View(long balance, long sent, long received) {}

  /** What leaves for another account. */
  public record Transfer(String to, long amount) {}

  public State initial() {
    return new State(AT_FIRST, 0, 0, "");
  }

  /** Replies with the balance that is left; refuses what the account does not have. */
  @Handler
  Effect<State, Long> transfer(State state, Transfer transfer) {
    if (transfer.amount() < 0 || transfer.amount() > state.balance()) {
      return Effect.fail("not_covered", "the balance is " + state.balance());
    }
    var left = state.balance() - transfer.amount();
    return Effect.of(new State(left, state.sent() + 1, state.received(), state.ballast()))
        .reply(left)
        .tell(Call.to(Bank::receive, transfer.to(), transfer.amount()));
  }

  @Handler
  Effect<State, Void> receive(State state, long amount) {
    return Effect.of(
        new State(state.balance() + amount, state.sent(), state.received() + 1, state.ballast()));
  }

  @Handler
  View get(State state) {
    return new View(state.balance(), state.sent(), state.received());
  }

  /** Takes so many bytes of memory; 0 forgets the account. */
  @Handler
  Effect<State, Void> hold(State state, int bytes) {
    if (bytes < 0 || bytes > BYTES_MAX) {
      return Effect.fail("bad_size", "bytes must be 0 to " + BYTES_MAX + ", was " + bytes);
    }
    return bytes == 0
        ? Effect.delete()
        : Effect.of(new State(state.balance(), state.sent(), state.received(), "x".repeat(bytes)));
  }

  /** Keeps the account busy and changes nothing. */
  @Handler
  long nap(State state, long millis) throws InterruptedException {
    Thread.sleep(millis);
    return state.balance();
  }
}
