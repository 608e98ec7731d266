package dev.hachi.chaos.scale;

import dev.hachi.chaos.report.Report;
import java.time.Duration;

/**
 * One replica more, or one less, under load.
 *
 * @param handOvers of shards, as the replicas counted them
 * @param meanSeconds of these
 * @param withinSeconds in which all of them ended: a limit of a bucket
 * @param waitP99 the longest wait of each key that was asked for, the 99th percentile of the keys
 * @param waitMax the longest of all
 * @param requests that were sent
 * @param failed that got no value
 * @param took from the start until the new replica had its shards, or until the old one had ended
 */
record Shift(
    long handOvers,
    double meanSeconds,
    double withinSeconds,
    Duration waitP99,
    Duration waitMax,
    int requests,
    int failed,
    Duration took) {
  static Shift of(Metrics before, Metrics after, Report report, Duration took) {
    var moved = after.handOvers() - before.handOvers();
    return new Shift(
        moved,
        moved == 0 ? 0 : (after.handOverSeconds() - before.handOverSeconds()) / moved,
        after.handOversWithin(before),
        report.gaps().p99(),
        report.gaps().max(),
        report.requests(),
        report.failures().size(),
        took);
  }
}
