package dev.hachi.sharding.membership;

/**
 * What connections to one member's cluster port tell of it, and when to try the next. Pure: {@link
 * Links} connects. Confined to one thread; times are milliseconds of any steady clock.
 *
 * <p>A port that refuses has no process behind it: that is proof of death once the member has been
 * reached, and also when it goes on refusing a first connection. A connection that is closed is
 * none (a proxy, a listener that is just ending), nor is silence: that is what a partition or a
 * frozen host looks like, and the split-brain resolver's business.
 */
final class Link {
  static final long CONNECT_TIMEOUT_MILLIS = 500;

  private static final long QUICK_MILLIS = 3;
  private static final long QUICK_FOR_MILLIS = 300;
  private static final long STEADY_MILLIS = 100;
  private static final long STEADY_FOR_MILLIS = 5_000;
  private static final long SLOW_MILLIS = 1_000;
  private static final long REFUSED_FIRST_MILLIS = 1_000;

  sealed interface Step {}

  /** Connect at this time, or as soon as possible after it. */
  record ConnectAt(long millis) implements Step {}

  /** Keep the connection until it is closed. */
  record Hold() implements Step {}

  /** The member's process has ended. */
  record Dead() implements Step {}

  private boolean reached;
  private boolean refusing;
  private long refusingSince;
  private long heldSince;
  private boolean troubled;
  private long troubledSince;

  Step connected(long now) {
    reached = true;
    refusing = false;
    heldSince = now;
    return new Hold();
  }

  /** The connection that was held has ended. */
  Step closed(long now) {
    if (troubled && now - heldSince < STEADY_FOR_MILLIS) {
      return new ConnectAt(now + pause(now));
    }
    troubled = true;
    troubledSince = now;
    return new ConnectAt(now);
  }

  Step refused(long now) {
    if (!refusing) {
      refusing = true;
      refusingSince = now;
    }
    return reached || now - refusingSince >= REFUSED_FIRST_MILLIS
        ? new Dead()
        : new ConnectAt(now + STEADY_MILLIS);
  }

  /** Neither connected nor refused: no answer, or no way there. */
  Step failed(long now) {
    refusing = false;
    return new ConnectAt(now + SLOW_MILLIS);
  }

  private long pause(long now) {
    var since = now - troubledSince;
    if (since < QUICK_FOR_MILLIS) {
      return QUICK_MILLIS;
    }
    return since < STEADY_FOR_MILLIS ? STEADY_MILLIS : SLOW_MILLIS;
  }
}
