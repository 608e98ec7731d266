package dev.hachi.runtime;

import java.time.Duration;

/**
 * The bounds within which entities live.
 *
 * @param waitingMax invocations that may wait per key, beside the running one; more are refused
 * @param idsMax remembered ids per key; the oldest is forgotten first
 * @param idsBytesMax remembered replies per key, in bytes; the oldest is forgotten first
 * @param idsTtl how long an id that the caller chose is remembered
 * @param entitiesMax live entities; beyond it the one unused longest is passivated
 * @param idleMax how long an unused entity stays live
 */
public record Limits(
    int waitingMax,
    int idsMax,
    int idsBytesMax,
    Duration idsTtl,
    int entitiesMax,
    Duration idleMax) {
  /** The defaults of the environment variables. */
  public static final Limits DEFAULT =
      new Limits(1_000, 128, 64 * 1024, Duration.ofMinutes(10), 20_000, Duration.ofMinutes(2));
}
