package dev.hachi.runtime;

import java.util.concurrent.CompletionStage;

/** The way to an entity, wherever it lives. Thread-safe; never blocks. */
public interface Router {
  /**
   * The outcome of {@code invocation}, at its deadline at the latest; never completes with an
   * exception.
   */
  CompletionStage<Outcome> invoke(Invocation invocation);

  /**
   * Tells {@code receiver} that the message {@code origin} will not be sent again. It may get lost;
   * the receiver then remembers the message until it is too old to be repeated.
   */
  void settle(Address receiver, Origin.Tell origin);

  /**
   * Tells that records of {@code function} have grown to {@code stateVersion}, which the code here
   * cannot read: replicas with newer code should run its entities.
   */
  default void outgrown(String function, int stateVersion) {}

  /**
   * Whether it may deliver an invocation again, under its id, when it does not know what became of
   * it. Entities then remember the outcome of every change until they hear that it arrived.
   */
  default boolean repeats() {
    return false;
  }
}
