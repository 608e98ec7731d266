package dev.hachi.runtime.entity;

import java.time.Instant;

/** The growing pauses between attempts: 0.1 s, 0.2 s and so on, 30 s at most. */
final class Backoff {
  private static final long FIRST_MILLIS = 100;
  private static final long MAX_MILLIS = 30_000;
  private static final int DOUBLINGS_MAX = 9;

  private Backoff() {}

  /** When to try again after so many failed attempts, 1 or more. */
  static long next(Instant now, int failedAttempts) {
    var doublings = Math.min(failedAttempts - 1, DOUBLINGS_MAX);
    return now.toEpochMilli() + Math.min(FIRST_MILLIS << doublings, MAX_MILLIS);
  }
}
