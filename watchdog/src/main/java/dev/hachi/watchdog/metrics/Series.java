package dev.hachi.watchdog.metrics;

import java.math.BigDecimal;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** Events with the same labels, counted by their duration. */
final class Series {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double[] BOUNDS = {.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10};
  private static final String[] BOUND_TEXTS = {
    "0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1", "2.5", "5", "10"
  };

  // The last one counts what is slower than every bound.
  private final LongAdder[] buckets =
      Stream.generate(LongAdder::new).limit(BOUNDS.length + 1L).toArray(LongAdder[]::new);
  private final LongAdder nanosSum = new LongAdder();

  void add(long nanos) {
    double seconds = nanos / NANOS_PER_SECOND;
    int bucket = 0;
    while (bucket < BOUNDS.length && seconds > BOUNDS[bucket]) {
      bucket++;
    }
    buckets[bucket].increment();
    nanosSum.add(nanos);
  }

  void histogram(StringBuilder out, String name, String labels) {
    long count = 0;
    for (int i = 0; i < buckets.length; i++) {
      count += buckets[i].sum();
      String bound = i < BOUND_TEXTS.length ? BOUND_TEXTS[i] : "+Inf";
      line(out, name + "_bucket", labels + ",le=\"" + bound + "\"", Long.toString(count));
    }
    line(out, name + "_sum", labels, goFloat(nanosSum.sum() / NANOS_PER_SECOND));
    line(out, name + "_count", labels, Long.toString(count));
  }

  void total(StringBuilder out, String name, String labels) {
    long count = 0;
    for (LongAdder bucket : buckets) {
      count += bucket.sum();
    }
    line(out, name, labels, Long.toString(count));
  }

  static void line(StringBuilder out, String name, String labels, String value) {
    out.append(name).append('{').append(labels).append("} ").append(value).append('\n');
  }

  /** As Go's shortest format writes it: no ".0", and a two-digit exponent below 0.0001. */
  static String goFloat(double value) {
    if (value == 0 || value >= 1e-4) {
      return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    }
    return Double.toString(value)
        .replace(".0E", "E")
        .replaceAll("E-(\\d)$", "e-0$1")
        .replace('E', 'e');
  }
}
