package dev.hachi.watchdog.http;

import java.time.Duration;

/**
 * The bounds of one connection.
 *
 * @param read from the previous answer, or the request's head, to the request's end; 0 is no limit
 * @param write until an answer has left
 * @param writeFrom when the write limit begins to run
 */
record ConnectionLimits(Duration read, Duration write, WriteFrom writeFrom) {
  private static final long TICK_MIN_NANOS = 20_000_000;
  private static final long TICK_MAX_NANOS = 2_000_000_000;

  /** When a limit begins to run. */
  enum WriteFrom {
    /** When the head of the request has arrived. */
    REQUEST,
    /** When the answer begins. */
    ANSWER
  }

  /** How often a connection looks at its clock: often enough to be late by an eighth. */
  long tickNanos() {
    long shortest = read.isZero() ? write.toNanos() : Math.min(read.toNanos(), write.toNanos());
    return Math.clamp(shortest / 8, TICK_MIN_NANOS, TICK_MAX_NANOS);
  }
}
