package dev.hachi.chaos.history;

import java.time.Duration;

/**
 * One request, as its caller saw it. Times are those of {@link System#nanoTime}.
 *
 * @param key what was asked
 * @param id under which it takes effect once
 * @param action what it was asked to do
 * @param replica which replica was asked
 * @param intended when it was due; a caller that is late itself does not hide a wait by that
 * @param start when it was sent
 * @param end when the answer was there, or given up
 * @param outcome how it ended
 */
public record Operation(
    String key,
    String id,
    Action action,
    String replica,
    long intended,
    long start,
    long end,
    Outcome outcome) {
  /** From when it was due to its end. */
  public Duration latency() {
    return Duration.ofNanos(end - intended);
  }

  /** Whether it was answered with a reply. */
  public boolean isAcknowledged() {
    return outcome.isReply();
  }

  /** Whether it was answered as it should be: with a reply, or refused by the handler. */
  public boolean isServed() {
    return isAcknowledged() || outcome.isRefusal();
  }
}
