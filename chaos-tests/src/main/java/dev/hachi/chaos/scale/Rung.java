package dev.hachi.chaos.scale;

import dev.hachi.chaos.report.Report;
import java.time.Duration;

/**
 * What one rate came to.
 *
 * @param rate that was due, in requests per second
 * @param perSecond that were answered
 * @param p50 latency from when a request was due
 * @param p99 the same
 * @param requests that were sent
 * @param failed that got no value
 * @param givenUp whether it was ended early, as too many requests waited
 * @param cpuMicros of all replicas, per request
 * @param loadMicros of the load itself, which shares their cores, per request
 */
record Rung(
    int rate,
    double perSecond,
    Duration p50,
    Duration p99,
    int requests,
    int failed,
    boolean givenUp,
    double cpuMicros,
    double loadMicros) {
  /** Whether to go on with a higher rate. */
  enum Verdict {
    /** It was held: a higher one may be as well. */
    HELD,
    /** Answers came too late, so that the rate is too much; what failed then is no surprise. */
    TOO_MUCH,
    /** Requests failed although the answers came in time: that must not be. */
    FAILING
  }

  static Rung of(int rate, Report report, boolean givenUp, Duration cpu, Duration load) {
    var requests = Math.max(1, report.requests());
    return new Rung(
        rate,
        report.perSecond(),
        report.latency().p50(),
        report.latency().p99(),
        report.requests(),
        report.failures().size(),
        givenUp,
        cpu.toNanos() / 1e3 / requests,
        load.toNanos() / 1e3 / requests);
  }

  Verdict verdict(Duration p99Max) {
    if (givenUp || p99.compareTo(p99Max) > 0) {
      return Verdict.TOO_MUCH;
    }
    return failed > 0 ? Verdict.FAILING : Verdict.HELD;
  }
}
