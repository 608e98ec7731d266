package dev.hachi.watchdog.http;

/** Tells when a connection waits too long for its client. */
final class ConnectionClock {
  private final ConnectionLimits limits;
  private long readSince = System.nanoTime();
  private long writeSince = readSince;
  private boolean writing;

  ConnectionClock(ConnectionLimits limits) {
    this.limits = limits;
  }

  /** The next request is waited for. */
  void waiting() {
    readSince = System.nanoTime();
    writing = false;
  }

  /** The head of a request has arrived. */
  void begun() {
    readSince = System.nanoTime();
    writeSince = readSince;
    writing = limits.writeFrom() == ConnectionLimits.WriteFrom.REQUEST;
  }

  /** The answer begins. */
  void answering() {
    if (!writing) {
      writing = true;
      writeSince = System.nanoTime();
    }
  }

  boolean readLate(long now) {
    return !limits.read().isZero() && now - readSince > limits.read().toNanos();
  }

  boolean writeLate(long now) {
    return writing && now - writeSince > limits.write().toNanos();
  }

  /** What is late at {@code now}; the request before the answer. */
  Service.Lateness lateness(boolean arriving, long now) {
    boolean reading = arriving && readLate(now);
    return new Service.Lateness(reading, now - (reading ? readSince : writeSince));
  }

  long tickNanos() {
    return limits.tickNanos();
  }
}
