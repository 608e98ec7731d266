package dev.hachi.openfaas.provider.async;

import dev.hachi.openfaas.provider.contract.Refused;
import dev.hachi.openfaas.provider.store.Calls.Waiting;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** How many calls wait, and what is stored of them in bytes, with a limit of both. Thread-safe. */
final class Backlog {
  static final long CALLS_MAX = 100_000;
  static final long BYTES_MAX = 1L << 30;
  private static final int FULL = 429;

  private final AtomicLong count;
  private final AtomicLong bytes;

  Backlog(List<Waiting> waiting) {
    this.count = new AtomicLong(waiting.size());
    this.bytes = new AtomicLong(waiting.stream().mapToLong(Waiting::bytes).sum());
  }

  /**
   * One more.
   *
   * @throws Refused when it is too much
   */
  void add(long size) {
    long calls = count.incrementAndGet();
    long all = bytes.addAndGet(size);
    if (calls > CALLS_MAX || all > BYTES_MAX) {
      remove(size);
      throw new Refused(
          FULL,
          "too much waits: with this one %d asynchronous calls with %d bytes; allowed are %d with %d"
              .formatted(calls, all, CALLS_MAX, BYTES_MAX));
    }
  }

  /** One takes so much more, or less; returns whether there is room, and changes nothing if not. */
  boolean resize(long more) {
    if (bytes.addAndGet(more) <= BYTES_MAX || more <= 0) {
      return true;
    }
    var _ = bytes.addAndGet(-more);
    return false;
  }

  /** One is done. */
  void remove(long size) {
    var _ = count.decrementAndGet();
    var _ = bytes.addAndGet(-size);
  }
}
