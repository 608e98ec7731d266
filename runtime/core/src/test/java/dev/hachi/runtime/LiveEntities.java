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

  @Override
  public void handlerEnded(String function, String handler, String outcome, long nanos) {}

  @Override
  public void committed(String function, int outcomes, long nanos) {}

  @Override
  public void commitFailed(String function) {}

  @Override
  public void messageAcknowledged(String function) {}

  @Override
  public void messageRepeated(String function) {}

  @Override
  public void messageDropped(String function) {}

  @Override
  public void timerFired(String function) {}
}
