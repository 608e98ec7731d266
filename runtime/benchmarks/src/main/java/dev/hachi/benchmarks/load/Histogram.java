package dev.hachi.benchmarks.load;

/** How often durations came, in classes that are 1.6 % wide at most. For one thread. */
public final class Histogram {
  /** 64 classes for each power of two. */
  private static final int BITS = 6;

  private final long[] counts = new long[(Long.SIZE - BITS + 1) << BITS];
  private long count;

  /** One more, in nanoseconds. */
  public void add(long nanos) {
    counts[place(Math.max(0, nanos))]++;
    count++;
  }

  public long count() {
    return count;
  }

  /** Nanoseconds that {@code part} of all do not exceed; 0 of none. */
  public long at(double part) {
    var due = Math.max(1, (long) Math.ceil(part * count));
    var seen = 0L;
    for (var place = 0; place < counts.length; place++) {
      seen += counts[place];
      if (seen >= due) {
        return most(place);
      }
    }
    return 0;
  }

  private static int place(long nanos) {
    var shift = shift(nanos);
    return (shift << BITS) + (int) (nanos >>> shift);
  }

  /** By so many bits a number is longer than its class says. */
  private static int shift(long nanos) {
    return Math.max(0, Long.SIZE - 1 - BITS - Long.numberOfLeadingZeros(nanos));
  }

  /** The largest number of a class. */
  private static long most(int place) {
    var shift = Math.max(0, (place >>> BITS) - 1);
    var upper = place - ((long) shift << BITS) + 1;
    return (upper << shift) - 1;
  }

  @Override
  public String toString() {
    return "%d, p50 %d ns, p99 %d ns".formatted(count, at(0.5), at(0.99));
  }
}
