package dev.hachi.runtime;

import java.util.concurrent.atomic.AtomicInteger;

/** Knows how many commits failed, and nothing else. */
final class StoreFailures implements Telemetry {
  private final AtomicInteger failed = new AtomicInteger();

  int count() {
    return failed.get();
  }

  @Override
  public void commitFailed(String function) {
    failed.incrementAndGet();
  }
}
