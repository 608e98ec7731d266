package dev.hachi.runtime;

import java.util.concurrent.atomic.AtomicInteger;

/** Knows how many entities are live, and nothing else. */
final class LiveEntities implements Telemetry {
  private final AtomicInteger live = new AtomicInteger();

  int count() {
    return live.get();
  }

  @Override
  public void entityActivated(String function) {
    live.incrementAndGet();
  }

  @Override
  public void entityPassivated(String function) {
    live.decrementAndGet();
  }
}
