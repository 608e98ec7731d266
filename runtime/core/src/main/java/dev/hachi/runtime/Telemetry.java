package dev.hachi.runtime;

/**
 * What the runtime tells of itself while it works; called on hot paths, so it must not block.
 * Thread-safe.
 *
 * <p>{@code function} is the name of the function that the event is about. An implementation must
 * not let labels grow without bound: handlers' names are known ones, but failure codes may be the
 * author's own. What it does not implement it does not hear.
 */
public interface Telemetry {
  /** Nobody listens. */
  Telemetry NONE = new Telemetry() {};

  /** An entity was loaded into memory: one more is live. */
  default void entityActivated(String function) {}

  /** An entity was let go from memory: one less is live. */
  default void entityPassivated(String function) {}

  /**
   * Author code ran.
   *
   * @param handler the name of one of the function's handlers, or "unknown"
   * @param outcome "replied", or the code of the failure
   * @param nanos how long it ran
   */
  default void handlerEnded(String function, String handler, String outcome, long nanos) {}

  /**
   * The store took one commit.
   *
   * @param outcomes how many invocations wait for their reply until this commit
   * @param nanos how long the store took
   */
  default void committed(String function, int outcomes, long nanos) {}

  /** The store did not take a commit, or it is unknown whether it did. */
  default void commitFailed(String function) {}

  /** A message to another function is known to have taken effect; {@code function} sent it. */
  default void messageAcknowledged(String function) {}

  /** A message to another function is sent once more; {@code function} sends it. */
  default void messageRepeated(String function) {}

  /** A message to another function is given up; {@code function} sent it. */
  default void messageDropped(String function) {}

  /** A stored timer of an entity became an invocation. */
  default void timerFired(String function) {}
}
