package dev.hachi.benchmarks.load;

import java.time.Duration;

/**
 * What one load came to.
 *
 * @param failed requests without an answer of status 200
 * @param why the first of these failed; empty when there are none
 * @param took from the first request to the last answer
 * @param latency of all answers
 */
public record Sample(long failed, String why, Duration took, Histogram latency) {
  public long answered() {
    return latency.count();
  }

  public double perSecond() {
    return answered() * 1e9 / took.toNanos();
  }

  /** Milliseconds that {@code part} of the requests do not exceed. */
  public double millis(double part) {
    return latency.at(part) / 1e6;
  }

  /** The same load, whose effects took {@code more} time to come to their end. */
  public Sample longer(Duration more) {
    return new Sample(failed, why, took.plus(more), latency);
  }
}
