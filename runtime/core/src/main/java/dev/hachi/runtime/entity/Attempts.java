package dev.hachi.runtime.entity;

import dev.hachi.runtime.store.EntityRecord;
import java.time.Instant;
import java.util.stream.Stream;

/**
 * The attempts at one thing that is repeated, with growing pauses, until it is done. Confined to
 * its entity.
 */
final class Attempts {
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long PAUSE_MAX_MILLIS = 30_000;
  private static final int DOUBLINGS_MAX = 9;

  private int failures;
  private long nextAt;
  private boolean underWay;

  /** The first is due at {@code dueAt} milliseconds. */
  Attempts(long dueAt) {
    this.nextAt = dueAt;
  }

  /** How many have failed. */
  int failures() {
    return failures;
  }

  boolean underWay() {
    return underWay;
  }

  boolean isDue(Instant now) {
    return !underWay && nextAt <= now.toEpochMilli();
  }

  void begin() {
    underWay = true;
  }

  /** The one under way has failed: the next is due 0.1 s, 0.2 s and so on later, 30 s at most. */
  void fail(Instant now) {
    underWay = false;
    var doublings = Math.min(failures, DOUBLINGS_MAX);
    failures++;
    nextAt = now.toEpochMilli() + Math.min(FIRST_PAUSE_MILLIS << doublings, PAUSE_MAX_MILLIS);
  }

  /** When after {@code now} one of these comes due; {@link EntityRecord#NEVER} when none does. */
  static long nextAt(Stream<Attempts> all, Instant now) {
    return all.mapToLong(one -> one.nextAt)
        .filter(at -> at > now.toEpochMilli())
        .min()
        .orElse(EntityRecord.NEVER);
  }
}
