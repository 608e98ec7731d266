package dev.hachi.chaos;

import dev.hachi.chaos.checker.Exits;
import dev.hachi.chaos.checker.Finding;
import dev.hachi.chaos.checker.Repetitions;
import dev.hachi.chaos.checker.Violation;
import dev.hachi.chaos.history.Exit;
import dev.hachi.chaos.history.Fault;
import dev.hachi.chaos.history.History;
import dev.hachi.chaos.nemesis.Deployment;
import dev.hachi.chaos.nemesis.Fleet;
import dev.hachi.chaos.nemesis.Product;
import dev.hachi.chaos.nemesis.Replica;
import dev.hachi.chaos.plants.Plant;
import dev.hachi.chaos.report.Report;
import dev.hachi.chaos.report.Summary;
import dev.hachi.chaos.workload.Client;
import dev.hachi.chaos.workload.Endpoint;
import dev.hachi.chaos.workload.Endpoints;
import dev.hachi.chaos.workload.Finals;
import dev.hachi.chaos.workload.LedgerWorkload;
import dev.hachi.chaos.workload.Load;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A function is updated under load to a release that stores what the one before cannot read, back
 * again, and forth once more. Each replica has its successor before it is told to end. While only
 * the older release is left, it refuses the keys that the newer one has changed, and nothing else
 * fails at any time.
 */
final class VersionsTrial implements AutoCloseable {
  /** What {@code ./hachi chaos} knows it by. */
  static final String WORKLOAD = "versions";

  private static final Duration REQUEST_WITHIN = Duration.ofSeconds(20);
  private static final Duration DRAIN_WITHIN = Duration.ofSeconds(60);
  private static final int PAUSE_SECONDS = 3;
  private static final int SHOWN_MAX = 20;
  private static final String NAME = "roll-versions";
  private static final int OLDER = 1;
  private static final int NEWER = 2;

  private final Product product = Product.find();
  private final Settings settings;
  private final @Nullable Plant plant;
  private final int replicas;
  private final int surge;
  private final Path folder;
  private final Fleet fleet;
  private final History history = new History();
  private final Client client = new Client(REQUEST_WITHIN);
  private final Endpoints endpoints = new Endpoints(client);
  private final LedgerWorkload workload;
  private final SplittableRandom random;
  private final OlderAlone olderAlone = new OlderAlone();

  private VersionsTrial(Settings settings, int replicas, int surge, @Nullable Plant plant)
      throws IOException {
    this.settings = settings;
    this.plant = plant;
    this.replicas = replicas;
    this.surge = surge;
    this.workload = new LedgerWorkload(settings.keys());
    this.random = new SplittableRandom(settings.seed());
    this.folder =
        Files.createDirectories(
            product
                .root()
                .resolve("chaos-tests/target/chaos")
                .resolve((plant == null ? NAME : plant.word()) + "-" + settings.seed()));
    this.fleet = new Fleet(product, folder, replicas + surge);
  }

  /**
   * Runs one.
   *
   * @param surge how many are started, and then ended, at a time, but for the first update, which
   *     is made one by one
   */
  static Report run(Settings settings, int replicas, int surge)
      throws IOException, InterruptedException {
    System.out.printf("roll-versions: %d replicas, %s%n", replicas, settings);
    try (var trial = new VersionsTrial(settings, replicas, surge, null)) {
      trial.run();
      return trial.report();
    }
  }

  /**
   * Runs one with the options of {@code ./hachi chaos}; of its faults an update is all it makes.
   */
  static Summary run(Options options) throws IOException, InterruptedException {
    var settings =
        new Settings(
            options.rate(), options.keys(), 1, PAUSE_SECONDS, WarmUp.SECONDS, options.seed());
    try (var trial = new VersionsTrial(settings, options.replicas(), 1, options.plant())) {
      trial.run();
      if (options.plant() != null) {
        Planted.check(options.plant(), trial.fleet, trial.history);
      }
      return trial.summary();
    }
  }

  private void run() throws IOException, InterruptedException {
    start(OLDER, replicas);
    var rate = new Load.Rate(settings.rate(), settings.seed());
    try (var _ = Load.start(client, endpoints, history, workload, rate)) {
      pause();
      for (var time = 0; time < settings.times(); time++) {
        roll(NEWER, time == 0 ? 1 : surge);
        roll(OLDER, surge);
        roll(NEWER, surge);
      }
    }
    history.note("the load ended");
  }

  /** As an orchestrator does that may start some more, and may not end one without a successor. */
  private void roll(int release, int atOnce) throws IOException, InterruptedException {
    var old = fleet.alive();
    var begin = System.nanoTime();
    var exits = new ArrayList<Exit>();
    history.note("the update to release %d begins".formatted(release));
    for (var first = 0; first < old.size(); first += atOnce) {
      var leaving = old.subList(first, Math.min(first + atOnce, old.size()));
      start(release, leaving.size());
      if (release == NEWER) {
        olderAlone.end(System.nanoTime());
      } else if (leaving.getLast().equals(old.getLast())) {
        olderAlone.begin(System.nanoTime());
      }
      exits.addAll(end(leaving));
    }
    var seen = exits.stream().map(Exit::sentence).collect(Collectors.joining(", "));
    var victim = "all, to release " + release;
    var happened = exits.stream().allMatch(exit -> exit.code() != null);
    history.add(new Fault("roll", victim, begin, System.nanoTime(), seen, happened));
    history.note("the update to release %d is over".formatted(release));
    pause();
  }

  private void start(int release, int count) throws IOException, InterruptedException {
    var started = new ArrayList<Replica>();
    for (var number = 0; number < count; number++) {
      var jar = product.release("ledger" + release);
      var replica =
          fleet.start(new Deployment("ledger", jar, Planted.environment(plant, product), null));
      history.note("start of %s of release %d".formatted(replica.name(), release));
      started.add(replica);
      endpoints.add(replica.endpoint());
    }
    fleet.awaitJoined();
    for (var replica : started) {
      endpoints.await(replica.endpoint());
    }
  }

  private List<Exit> end(List<Replica> leaving) throws InterruptedException {
    for (var replica : leaving) {
      history.note("SIGTERM of " + replica.name());
      replica.terminate();
    }
    var exits = new ArrayList<Exit>();
    for (var replica : leaving) {
      var exit = replica.exitWithin(DRAIN_WITHIN);
      endpoints.remove(replica.endpoint());
      history.add(exit);
      exits.add(exit);
    }
    return exits;
  }

  private void pause() {
    LockSupport.parkNanos(Duration.ofSeconds(settings.pauseSeconds()).toNanos());
  }

  // ---- what it came to --------------------------------------------------------------------------

  private List<Finding> findings() {
    var findings =
        new ArrayList<>(workload.check(history, new Finals(client, workload, this::anyone)));
    findings.addAll(Repetitions.violations(history.repetitions()));
    findings.addAll(Exits.violations(history));
    if (!olderAlone.hasRefusedEachTime(history.failures())) {
      findings.add(
          Violation.of(
              OlderAlone.RULE,
              "older code alone should have refused what newer code stored; once it did not"));
    }
    return findings;
  }

  private Summary summary() throws IOException {
    var findings = findings();
    history.failures().stream()
        .filter(failed -> plant == null && !olderAlone.explains(failed))
        .limit(SHOWN_MAX)
        .forEach(failed ->
            findings.add(
                new Violation(
                    "an update fails nobody",
                    failed.key() + " was not served: " + failed.outcome(),
                    failed)));
    var summary = Summary.of(history, findings, 1);
    summary.write(folder, "%s, %d replicas, %s".formatted(NAME, replicas, settings));
    return summary;
  }

  private Report report() throws IOException {
    var violations = findings().stream().map(Finding::sentence).toList();
    var report = Report.of(history, List.of(), violations, olderAlone::explains);
    System.out.print(report.text());
    var refused = history.failures().stream().filter(olderAlone::explains).count();
    System.out.printf("  refused         %d, by older code alone%n", refused);
    var evidence = report.evidence(history);
    evidence.lines().limit(20).forEach(System.out::println);
    Files.writeString(folder.resolve("evidence.txt"), evidence);
    System.out.printf("  logs and evidence in %s%n", folder);
    return report;
  }

  private Endpoint anyone() {
    var healthy = endpoints.choose(random);
    return healthy == null ? fleet.alive().getFirst().endpoint() : healthy;
  }

  @Override
  public void close() {
    endpoints.close();
    client.close();
    fleet.close();
  }
}
