package dev.hachi.watchdog.metrics;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The values of one series: on their way to an instrument, or kept until there is one. Thread-safe;
 * loses nothing in between.
 */
final class Sink {
  /** What finally takes the values. */
  interface Instrument {
    /** {@code value} occurred so many times. */
    void take(long value, long times);
  }

  // As precise as Kamon's own histograms, so that the number of different values has a bound.
  private static final int SIGNIFICANT_BITS = 8;

  private final ConcurrentMap<Long, AtomicLong> early = new ConcurrentHashMap<>(0);
  private volatile @Nullable Instrument instrument;

  void add(long value) {
    Instrument taker = instrument;
    if (taker != null) {
      taker.take(value, 1);
    } else {
      early.computeIfAbsent(rounded(value), any -> new AtomicLong()).incrementAndGet();
    }
  }

  /** From now on values go to the first {@code taker}, and so do those that were kept. */
  synchronized void connect(Instrument taker) {
    if (instrument == null) {
      instrument = taker;
      flush();
    }
  }

  boolean connected() {
    return instrument != null;
  }

  /** Hands over what was added while {@link #connect} ran. */
  void flush() {
    Instrument taker = instrument;
    if (taker == null) {
      return;
    }
    early.forEach((value, count) -> {
      long times = count.getAndSet(0);
      if (times > 0) {
        taker.take(value, times);
      }
    });
  }

  static long rounded(long value) {
    int excess = Long.SIZE - Long.numberOfLeadingZeros(Math.abs(value)) - SIGNIFICANT_BITS;
    return excess <= 0 ? value : value >> excess << excess;
  }
}
