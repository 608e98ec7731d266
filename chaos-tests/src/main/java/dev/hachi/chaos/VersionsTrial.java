package dev.hachi.chaos;

import dev.hachi.chaos.checker.Finding;
import dev.hachi.chaos.checker.Violation;
import dev.hachi.chaos.history.History;
import dev.hachi.chaos.history.Operation;
import dev.hachi.chaos.history.Outcome;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
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
  private static final Duration ENDPOINTS_WITHIN = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(10);
  private static final int PAUSE_SECONDS = 3;
  private static final int SHOWN_MAX = 20;
  private static final String NAME = "roll-versions";
  private static final String REFUSED = "newer_state";
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
  private long newerLeft = Long.MAX_VALUE;
  private long newerBack = Long.MAX_VALUE;

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
    var settings = new Settings(options.rate(), options.keys(), 1, PAUSE_SECONDS, options.seed());
    try (var trial = new VersionsTrial(settings, options.replicas(), 1, options.plant())) {
      // Ctrl-C as well must leave no process behind.
      var hook = Thread.ofPlatform().unstarted(trial::close);
      Runtime.getRuntime().addShutdownHook(hook);
      trial.run();
      if (options.plant() != null) {
        Planted.check(options.plant(), trial.fleet, trial.history);
      }
      var summary = trial.summary();
      Runtime.getRuntime().removeShutdownHook(hook);
      return summary;
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
    history.note("the update to release %d begins".formatted(release));
    for (var first = 0; first < old.size(); first += atOnce) {
      var leaving = old.subList(first, Math.min(first + atOnce, old.size()));
      start(release, leaving.size());
      if (release == NEWER && newerBack == Long.MAX_VALUE && newerLeft != Long.MAX_VALUE) {
        newerBack = System.nanoTime();
      }
      if (release == OLDER && leaving.getLast().equals(old.getLast())) {
        newerLeft = Math.min(newerLeft, System.nanoTime());
      }
      end(leaving);
    }
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
    var deadline = Instant.now().plus(ENDPOINTS_WITHIN);
    for (var replica : started) {
      while (!endpoints.has(replica.endpoint()) && Instant.now().isBefore(deadline)) {
        LockSupport.parkNanos(POLL.toNanos());
      }
    }
  }

  private void end(List<Replica> leaving) throws InterruptedException {
    for (var replica : leaving) {
      history.note("SIGTERM of " + replica.name());
      replica.terminate();
    }
    for (var replica : leaving) {
      var code = replica.awaitExit(DRAIN_WITHIN);
      endpoints.remove(replica.endpoint());
      history.note("exit %d of %s".formatted(code, replica.name()));
    }
  }

  private void pause() {
    LockSupport.parkNanos(Duration.ofSeconds(settings.pauseSeconds()).toNanos());
  }

  // ---- what it came to --------------------------------------------------------------------------

  private List<Finding> findings() {
    var findings =
        new ArrayList<>(workload.check(history, new Finals(client, workload, this::anyone)));
    if (refused() == 0) {
      findings.add(
          Violation.of(
              LedgerWorkload.RULE,
              "older code alone should have refused what newer code stored; it never did"));
    }
    return findings;
  }

  private long refused() {
    return history.failures().stream().filter(this::mayBeRefused).count();
  }

  private Summary summary() throws IOException {
    var findings = findings();
    history.failures().stream()
        .filter(failed -> plant == null && !mayBeRefused(failed))
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
    var report = Report.of(history, List.of(), violations, this::mayBeRefused);
    System.out.print(report.text());
    System.out.printf("  refused         %d with %s, by older code alone%n", refused(), REFUSED);
    var evidence = report.evidence(history);
    evidence.lines().limit(20).forEach(System.out::println);
    Files.writeString(folder.resolve("evidence.txt"), evidence);
    System.out.printf("  logs and evidence in %s%n", folder);
    return report;
  }

  /** Whether nobody was there who could have served it. */
  private boolean mayBeRefused(Operation operation) {
    return operation.outcome() instanceof Outcome.Failed(var status, var body)
        && status == 503
        && body.contains(REFUSED)
        && operation.end() > newerLeft
        && operation.start() < newerBack;
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
