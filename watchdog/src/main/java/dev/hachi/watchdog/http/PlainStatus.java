package dev.hachi.watchdog.http;

import java.util.function.BooleanSupplier;

/** Where a watchdog in one of of-watchdog's own modes stands. Thread-safe. */
public final class PlainStatus {
  private final InFlight inFlight = new InFlight();
  private final BooleanSupplier locked;
  private volatile boolean accepting;
  private volatile boolean leaving;

  /**
   * A watchdog that does not accept requests yet.
   *
   * @param locked whether the lock file is there; without it a replica is not healthy
   */
  public PlainStatus(BooleanSupplier locked) {
    this.locked = locked;
  }

  /** From now on this replica is healthy. */
  public void accept() {
    accepting = true;
  }

  /** From now on health and readiness are 503; requests are still served. */
  public void drain() {
    accepting = false;
  }

  /** From now on connections end after their current answer. */
  public void leave() {
    leaving = true;
  }

  /** How many requests of the function have no answer yet. */
  public int inFlight() {
    return inFlight.count();
  }

  boolean healthy() {
    return accepting && locked.getAsBoolean();
  }

  boolean leaving() {
    return leaving;
  }

  InFlight places() {
    return inFlight;
  }
}
