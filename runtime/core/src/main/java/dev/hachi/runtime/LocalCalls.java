package dev.hachi.runtime;

import dev.hachi.runtime.entity.ReplyTo;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The invocations of this process that have no outcome yet.
 *
 * <p>An entity answers at the deadline at the latest. Should one be unable to, {@link #endLate}
 * does so a little later: one look at all of them now and then costs less than a timer for each.
 * Thread-safe.
 */
final class LocalCalls {
  /** How often {@link #endLate} is to be called. */
  static final Duration CHECK_EVERY = Duration.ofSeconds(1);

  private static final Duration GRACE = Duration.ofMillis(500);

  private final Set<Call> open = ConcurrentHashMap.newKeySet();
  private final Clock clock;

  LocalCalls(Clock clock) {
    this.clock = clock;
  }

  Call open(Instant deadline) {
    var call = new Call(deadline);
    open.add(call);
    return call;
  }

  void endLate() {
    var before = clock.instant().minus(GRACE);
    for (var call : open) {
      if (call.deadline.isBefore(before)) {
        call.tell(new Outcome.Failed(FailureCode.DEADLINE, "no answer until the deadline"));
      }
    }
  }

  /** Nobody is left who could answer. */
  void endAll() {
    open.forEach(
        call -> call.tell(new Outcome.Failed(FailureCode.DRAINING, "this replica has shut down")));
  }

  /** One of them; compared by identity. */
  final class Call implements ReplyTo {
    private final Instant deadline;
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

    private Call(Instant deadline) {
      this.deadline = deadline;
    }

    CompletionStage<Outcome> outcome() {
      return outcome;
    }

    @Override
    public void tell(Outcome end) {
      open.remove(this);
      outcome.complete(end);
    }
  }
}
