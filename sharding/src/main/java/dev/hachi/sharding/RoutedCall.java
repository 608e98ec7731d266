package dev.hachi.sharding;

import dev.hachi.runtime.Invocation;
import dev.hachi.runtime.Outcome;
import dev.hachi.sharding.placement.Member;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One invocation on its way, perhaps for the second time. Each attempt has a number of its own, and
 * only the outcome of the newest ends the call. Thread-safe.
 */
final class RoutedCall {
  /** No attempt. */
  static final long NONE = -1;

  /** Instead of an attempt: the call has ended. */
  static final long ENDED = -2;

  private final Invocation invocation;
  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

  private long attempt = NONE;
  private int attempts;

  /** To whom it was sent last; null when nobody was there. */
  private @Nullable Member sentTo;

  private Instant sentAt = Instant.MAX;
  private volatile boolean ended;
  private volatile Instant turnedAwayAt = Instant.MIN;

  RoutedCall(Invocation invocation) {
    this.invocation = invocation;
  }

  Invocation invocation() {
    return invocation;
  }

  CompletionStage<Outcome> outcome() {
    return outcome;
  }

  synchronized long attempt() {
    return attempt;
  }

  synchronized @Nullable Member sentTo() {
    return sentTo;
  }

  synchronized Instant sentAt() {
    return sentAt;
  }

  /**
   * Begins attempt {@code number}.
   *
   * @return the one before, {@link #NONE} if this is the first; {@link #ENDED} if it is too late
   */
  synchronized long begin(long number, @Nullable Member to, Instant now) {
    if (ended) {
      return ENDED;
    }
    var before = attempt;
    attempt = number;
    attempts++;
    sentTo = to;
    sentAt = now;
    return before;
  }

  /** Ends the call, unless {@code number} is not its newest attempt, or it has ended before. */
  boolean end(long number, Outcome with) {
    synchronized (this) {
      if (ended || number != attempt) {
        return false;
      }
      ended = true;
    }
    return outcome.complete(with);
  }

  boolean hasEnded() {
    return ended;
  }

  /** Whether no repetition of it can be on its way. */
  synchronized boolean wasSentOnce() {
    return attempts == 1;
  }

  /** Whoever it was sent to last does not own its shard. */
  void turnedAway(Instant now) {
    turnedAwayAt = now;
  }

  /** When somebody to whom it was sent last said that its shard is elsewhere. */
  Instant turnedAwayAt() {
    return turnedAwayAt;
  }
}
