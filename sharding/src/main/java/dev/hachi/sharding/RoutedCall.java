package dev.hachi.sharding;

import dev.hachi.runtime.FailureCode;
import dev.hachi.runtime.Invocation;
import dev.hachi.runtime.Outcome;
import dev.hachi.runtime.entity.ReplyTo;
import dev.hachi.sharding.placement.Member;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One invocation on its way, perhaps for the second time. Thread-safe. */
final class RoutedCall implements ReplyTo {
  private final ShardRouter router;
  private final long number;
  private final Invocation invocation;
  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

  /** To whom it was sent last; null when nobody was there. */
  private volatile @Nullable Member sentTo;

  private volatile Instant sentAt = Instant.MAX;
  private volatile int attempts;
  private volatile boolean turnedAway;

  RoutedCall(ShardRouter router, long number, Invocation invocation) {
    this.router = router;
    this.number = number;
    this.invocation = invocation;
  }

  long number() {
    return number;
  }

  Invocation invocation() {
    return invocation;
  }

  CompletionStage<Outcome> outcome() {
    return outcome;
  }

  @Nullable Member sentTo() {
    return sentTo;
  }

  Instant sentAt() {
    return sentAt;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // attempts of one call follow each other
  void sent(@Nullable Member to, Instant now) {
    sentTo = to;
    sentAt = now;
    attempts++;
  }

  /** Whether no repetition of it can be on its way. */
  boolean wasSentOnce() {
    return attempts == 1;
  }

  /** Whether somebody to whom it was sent did not own its shard. */
  boolean wasTurnedAway() {
    return turnedAway;
  }

  @Override
  public void tell(Outcome end) {
    if (end instanceof Outcome.Failed(var code, var why) && code.equals(FailureCode.MOVED)) {
      turnedAway = true;
      router.repeatSoon(this);
    } else {
      router.end(this, end);
    }
  }

  boolean complete(Outcome end) {
    return outcome.complete(end);
  }
}
