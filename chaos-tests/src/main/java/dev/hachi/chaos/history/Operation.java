package dev.hachi.chaos.history;

import java.time.Duration;

/**
 * One add of 1, as its caller saw it. Times are those of {@link System#nanoTime}.
 *
 * @param key what it was added to
 * @param id under which it takes effect once
 * @param replica which replica was asked
 * @param intended when it was due; a caller that is late itself does not hide a wait by that
 * @param start when it was sent
 * @param end when the answer was there, or given up
 * @param outcome how it ended
 */
public record Operation(
    String key, String id, String replica, long intended, long start, long end, Outcome outcome) {
  /** From when it was due to its end. */
  public Duration latency() {
    return Duration.ofNanos(end - intended);
  }

  /** Whether it was answered with a value. */
  public boolean isAcknowledged() {
    return outcome instanceof Outcome.Value;
  }
}
