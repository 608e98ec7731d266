package dev.hachi.chaos.scale;

import dev.hachi.chaos.history.History;
import dev.hachi.chaos.nemesis.Replica;
import dev.hachi.chaos.report.Report;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** All that is measured with one number of replicas, over more and more keys. */
final class Measurement {
  /** The load runs so long before anything moves. */
  private static final Duration CALM = Duration.ofSeconds(1);

  private final ScaleOptions options;
  private final Site site;
  private final int replicas;
  private final Bar bar;
  private final List<String> violations;
  private int filled;

  /** The one that came, until it goes. */
  private @Nullable Replica newcomer;

  /**
   * @param violations gets what must not be
   */
  Measurement(ScaleOptions options, Site site, int replicas, Bar bar, List<String> violations) {
    this.options = options;
    this.site = site;
    this.replicas = replicas;
    this.bar = bar;
    this.violations = violations;
  }

  /** Starts the replicas, and asks them until their code is compiled. */
  void begin() throws IOException, InterruptedException {
    bar.step("starting " + count());
    for (var count = 0; count < replicas; count++) {
      site.add();
    }
    site.awaitServing();
    filled = options.keys().getFirst();
    good("warm-up", site.warmUp(filled, Duration.ofSeconds(options.warmSeconds())));
    good("fill", site.fill(0, filled));
  }

  Cell cell(int keys) throws IOException, InterruptedException {
    bar.step("%s: filling %,d keys".formatted(count(), keys));
    good("fill", site.fill(filled, keys));
    filled = keys;
    var rungs = ramp(keys);
    site.awaitStill();
    var store = site.metrics().storeBytes();
    var resident = site.residentBytes();
    bar.step("%s, %,d keys: one more, and one less".formatted(count(), keys));
    var up = shift(keys, "a replica came", this::come);
    var down = shift(keys, "a replica went", this::go);
    return new Cell(replicas, keys, store, resident, rungs, up, down);
  }

  // ---- the ramp ---------------------------------------------------------------------------------

  private List<Rung> ramp(int keys) throws InterruptedException {
    var rungs = new ArrayList<Rung>();
    for (var rate : options.rates()) {
      bar.step("%s, %,d keys: %,d requests/s".formatted(count(), keys, rate));
      var rung = rung(keys, rate);
      rungs.add(rung);
      var verdict = rung.verdict(options.p99Max());
      if (verdict == Rung.Verdict.FAILING) {
        violations.add(
            "%s over %,d keys: %d of %d requests failed at %d a second"
                .formatted(count(), keys, rung.failed(), rung.requests(), rate));
      }
      if (verdict != Rung.Verdict.HELD) {
        break;
      }
    }
    return List.copyOf(rungs);
  }

  private Rung rung(int keys, int rate) {
    var history = new History();
    var cpu = site.cpu();
    var own = Processes.ownCpu();
    var end = System.nanoTime() + Duration.ofSeconds(options.seconds()).toNanos();
    var givenUp = false;
    try (var load = site.load(history, keys, rate)) {
      while (!givenUp && System.nanoTime() < end) {
        Site.pause(Duration.ofMillis(20));
        givenUp = load.waiting() > Site.WAITING_MAX;
      }
    }
    return Rung.of(
        rate, site.report(history), givenUp, site.cpu().minus(cpu), Processes.ownCpu().minus(own));
  }

  // ---- one more, and one less -------------------------------------------------------------------

  /** Something that takes as long as shards move. */
  private interface Move {
    void make() throws IOException, InterruptedException;
  }

  private Shift shift(int keys, String what, Move move) throws IOException, InterruptedException {
    var history = new History();
    var before = site.metrics(added());
    var took = Duration.ZERO;
    try (var _ = site.load(history, keys, options.rates().getFirst())) {
      Site.pause(CALM);
      var start = System.nanoTime();
      move.make();
      took = Duration.ofNanos(System.nanoTime() - start);
      site.awaitStill();
    }
    var report = site.report(history);
    good("%,d keys, %s".formatted(keys, what), report);
    return Shift.of(before, site.metrics(), report, took);
  }

  private Replica[] added() {
    return newcomer == null ? new Replica[0] : new Replica[] {newcomer};
  }

  private void come() throws IOException, InterruptedException {
    newcomer = site.add();
    site.awaitServing();
  }

  private void go() throws InterruptedException {
    var code = site.drain(Objects.requireNonNull(newcomer));
    newcomer = null;
    if (code != 0) {
      violations.add("%s: a drained one exits with 0, was %d".formatted(count(), code));
    }
  }

  private void good(String what, Report report) {
    if (!report.failures().isEmpty()) {
      violations.add(
          "%s, %s: %d of %d requests failed, the first with: %s"
              .formatted(
                  count(),
                  what,
                  report.failures().size(),
                  report.requests(),
                  report.failures().getFirst().outcome()));
    }
  }

  private String count() {
    return replicas == 1 ? "1 replica" : replicas + " replicas";
  }
}
