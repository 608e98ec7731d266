package dev.hachi.openfaas.provider.async;

import java.time.Duration;
import java.time.Instant;

/** When a call or a callback is made again; pure. */
final class Repeats {
  /** After so long it is dropped, which is logged. */
  static final Duration AGE_MAX = Duration.ofHours(24);

  private static final long PAUSE_MIN_MILLIS = 200;
  private static final long PAUSE_MAX_MILLIS = 30_000;
  private static final int DOUBLINGS_MAX = 20;

  private Repeats() {}

  /** After {@code attempts} that failed. */
  static Duration pause(int attempts) {
    long millis = PAUSE_MIN_MILLIS << Math.min(Math.max(0, attempts - 1), DOUBLINGS_MAX);
    return Duration.ofMillis(Math.min(PAUSE_MAX_MILLIS, millis));
  }

  /** Whether a function that answers so did nothing yet and may do it later. */
  static boolean isForLater(int status) {
    return status == 429 || status == 502 || status == 503;
  }

  static boolean isTooOld(Instant acceptedAt, Instant now) {
    return acceptedAt.plus(AGE_MAX).isBefore(now);
  }
}
