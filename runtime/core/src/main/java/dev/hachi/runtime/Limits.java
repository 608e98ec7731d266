package dev.hachi.runtime;

import java.time.Duration;

/**
 * The bounds within which entities live.
 *
 * @param runMax how long a handler may run for a message or a timer; a caller from outside sets its
 *     own deadline
 * @param waitingMax invocations that may wait per key, beside the running one; more are refused
 * @param ids the bounds of what is remembered of invocations
 * @param live the bounds of live entities
 * @param messages the bounds of messages and timers
 */
public record Limits(Duration runMax, int waitingMax, Ids ids, Live live, Messages messages) {
  /**
   * The bounds of what is remembered of invocations, per key; the oldest is forgotten first.
   *
   * @param max remembered ids
   * @param bytesMax remembered replies, in bytes
   * @param ttl how long an id that the caller chose is remembered
   */
  public record Ids(int max, int bytesMax, Duration ttl) {}

  /**
   * The bounds of live entities.
   *
   * @param max live entities; beyond it the one unused longest is passivated
   * @param idleMax how long an unused entity stays live
   */
  public record Live(int max, Duration idleMax) {}

  /**
   * The bounds of messages and timers, per key.
   *
   * @param outboxMax messages that are not acknowledged yet; an effect that sends more is refused
   * @param inboxMax messages taken whose senders have not settled them yet; more are refused, and
   *     their senders repeat them
   * @param timersMax timers that are set; an effect that sets more is refused
   * @param ageMax how long an unacknowledged message, or a timer whose handler fails, is repeated
   *     before it is dropped
   */
  public record Messages(int outboxMax, int inboxMax, int timersMax, Duration ageMax) {}

  /** The defaults of the environment variables. */
  public static final Limits DEFAULT =
      new Limits(
          Duration.ofSeconds(30),
          1_000,
          new Ids(128, 64 * 1024, Duration.ofMinutes(10)),
          new Live(20_000, Duration.ofMinutes(2)),
          new Messages(1_000, 1_000, 1_000, Duration.ofHours(24)));
}
