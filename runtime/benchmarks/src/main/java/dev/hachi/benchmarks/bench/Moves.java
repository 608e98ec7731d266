package dev.hachi.benchmarks.bench;

import dev.hachi.benchmarks.load.Call;
import dev.hachi.benchmarks.load.Probe;
import dev.hachi.benchmarks.report.Figure;
import dev.hachi.benchmarks.report.Figure.Better;
import dev.hachi.chaos.history.History;
import dev.hachi.chaos.nemesis.Replica;
import dev.hachi.chaos.report.Report;
import dev.hachi.chaos.scale.Site;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How long callers wait for a key while one of three replicas goes, told to or killed, and another
 * takes its place. The yardstick, which has nobody to go on for it, is started again meanwhile.
 *
 * @param broken whether the replica is killed
 */
record Moves(String name, boolean broken) implements Scenario {
  private static final int REPLICAS = 3;
  private static final int KEYS = 1_000;
  private static final int RATE = 300;
  private static final Duration CALM = Duration.ofSeconds(1);

  @Override
  public List<Figure> measure(Rig rig) throws IOException, InterruptedException {
    var waits = new ArrayList<Double>();
    var longest = new ArrayList<Double>();
    var yardstick = new ArrayList<Double>();
    try (var site = rig.startSite(name, REPLICAS, KEYS)) {
      var replicas = new ArrayList<Replica>();
      for (var count = 0; count < REPLICAS; count++) {
        replicas.add(site.add());
      }
      site.awaitServing();
      good(site.warmUp(KEYS, rig.options().warmUp()));
      for (var time = 0; time < rig.options().starts(); time++) {
        yardstick.add(restart(rig));
        var report = move(site, replicas.removeFirst());
        waits.add(millis(report.gaps().p99()));
        longest.add(millis(report.gaps().max()));
        replicas.add(site.add());
        site.awaitServing();
        site.awaitStill();
      }
      var lost = site.violations();
      if (!lost.isEmpty()) {
        throw new IllegalStateException(String.join("; ", lost));
      }
    }
    return List.of(
        new Figure(name, "ms a key waits, p99 of keys", Better.LOWER, waits, yardstick),
        new Figure(name, "ms a key waits, longest", Better.LOWER, longest, yardstick));
  }

  private Report move(Site site, Replica replica) throws IOException, InterruptedException {
    var history = new History();
    try (var _ = site.load(history, KEYS, RATE)) {
      Site.pause(CALM);
      if (broken) {
        site.kill(replica, history);
      } else {
        var code = site.drain(replica);
        if (code != 0) {
          throw new IllegalStateException("a drained replica exits with 0, was " + code);
        }
      }
      site.awaitStill();
    }
    return good(site.report(history));
  }

  private static Report good(Report report) {
    if (!report.failures().isEmpty()) {
      throw new IllegalStateException(
          "%d of %d requests failed, the first with: %s"
              .formatted(
                  report.failures().size(),
                  report.requests(),
                  report.failures().getFirst().outcome()));
    }
    return report;
  }

  /** Milliseconds until a yardstick that is started now answers. */
  private static double restart(Rig rig) throws IOException {
    var begin = System.nanoTime();
    try (var process = rig.startYardstick()) {
      Probe.await(process.server(), Call.counter("").request(0), ColdStart.ANSWER_WITHIN);
      return (System.nanoTime() - begin) / 1e6;
    }
  }

  private static double millis(Duration duration) {
    return duration.toNanos() / 1e6;
  }
}
