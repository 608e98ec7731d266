package dev.hachi.watchdog.http;

import java.util.concurrent.atomic.AtomicLong;

/** The memory that all bodies of one watchdog share, in bytes. Thread-safe. */
public final class BodyBudget {
  private final long max;
  private final AtomicLong taken = new AtomicLong();

  /** A budget of {@code max} bytes. */
  public BodyBudget(long max) {
    this.max = max;
  }

  /** The largest body that can be kept where {@code bodyMax} bytes are allowed. */
  public int largest(int bodyMax) {
    return (int) Math.min(bodyMax, max);
  }

  boolean take(long bytes) {
    long before = taken.getAndUpdate(now -> now + bytes <= max ? now + bytes : now);
    return before + bytes <= max;
  }

  void give(long bytes) {
    taken.addAndGet(-bytes);
  }

  long taken() {
    return taken.get();
  }

  /** Answers a request whose body found no room, and ends its connection. */
  public void refuse(Exchange exchange) {
    ((ServerExchange) exchange).answer(refusal(), true);
  }

  Answer refusal() {
    return OutcomeWriter.failed(
        OutcomeWriter.BODIES_FULL,
        "the bodies of other requests take all of hachi_bodies_max, " + max + " bytes; repeat it");
  }
}
