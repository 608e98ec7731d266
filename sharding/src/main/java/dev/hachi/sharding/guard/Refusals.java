package dev.hachi.sharding.guard;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;

/**
 * Says in the log what went wrong with somebody: the first time at once, then once in a while with
 * the count of what was left out, so that nobody can fill the log. Thread-safe.
 */
public final class Refusals {
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Logger log;
  private long leftOut;
  private long lastAt;
  private boolean said;

  public Refusals(Logger log) {
    this.log = log;
  }

  /** {@code count} more of this kind: {@code what} is a sentence. */
  public synchronized void say(String what, long count) {
    var now = System.nanoTime();
    if (said && now - lastAt < PAUSE_NANOS) {
      leftOut += count;
      return;
    }
    said = true;
    lastAt = now;
    log.warn("{}{}", what, leftOut == 0 ? "" : " (and " + leftOut + " more before)");
    leftOut = 0;
  }
}
