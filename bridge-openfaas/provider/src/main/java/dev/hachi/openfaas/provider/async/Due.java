package dev.hachi.openfaas.provider.async;

import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;

/** A call that waits for its next attempt. */
record Due(long number, int attempts, long atNanos) implements Delayed {
  static Due now(long number) {
    return new Due(number, 0, System.nanoTime());
  }

  /** The same after one more attempt that failed. */
  Due again() {
    long pause = Repeats.pause(attempts + 1).toNanos();
    return new Due(number, attempts + 1, System.nanoTime() + pause);
  }

  @Override
  public long getDelay(TimeUnit unit) {
    return unit.convert(atNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  @Override
  public int compareTo(Delayed other) {
    Due due = (Due) other;
    int sooner = Long.signum(atNanos - due.atNanos);
    return sooner != 0 ? sooner : Long.compare(number, due.number);
  }
}
