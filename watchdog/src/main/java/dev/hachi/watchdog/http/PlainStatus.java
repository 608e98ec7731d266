package dev.hachi.watchdog.http;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Where a watchdog in one of of-watchdog's own modes stands. Thread-safe. */
public final class PlainStatus implements Standing {
  private final InFlight inFlight = new InFlight();
  private final BooleanSupplier locked;
  private volatile boolean accepting;
  private volatile boolean leaving;
  private volatile boolean draining;
  private volatile @Nullable Hosted hosted;

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
    draining = true;
    accepting = false;
  }

  /** From now on connections end after their current answer. */
  public void leave() {
    leaving = true;
  }

  /** From now on invocations reach {@code function}. */
  public void host(Hosted function) {
    hosted = function;
  }

  @Override
  public @Nullable Hosted hosted() {
    return hosted;
  }

  @Override
  public boolean draining() {
    return draining;
  }

  @Override
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
