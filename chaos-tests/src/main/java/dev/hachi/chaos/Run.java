package dev.hachi.chaos;

import dev.hachi.chaos.checker.Exits;
import dev.hachi.chaos.checker.Finding;
import dev.hachi.chaos.checker.Repetitions;
import dev.hachi.chaos.checker.Violation;
import dev.hachi.chaos.history.Action;
import dev.hachi.chaos.history.History;
import dev.hachi.chaos.history.Operation;
import dev.hachi.chaos.nemesis.Deployment;
import dev.hachi.chaos.nemesis.Fleet;
import dev.hachi.chaos.nemesis.Keeper;
import dev.hachi.chaos.nemesis.Kind;
import dev.hachi.chaos.nemesis.Nemeses;
import dev.hachi.chaos.nemesis.Network;
import dev.hachi.chaos.nemesis.Product;
import dev.hachi.chaos.nemesis.Schedule;
import dev.hachi.chaos.nemesis.Stage;
import dev.hachi.chaos.report.Summary;
import dev.hachi.chaos.workload.Client;
import dev.hachi.chaos.workload.Endpoint;
import dev.hachi.chaos.workload.Endpoints;
import dev.hachi.chaos.workload.Finals;
import dev.hachi.chaos.workload.Load;
import dev.hachi.chaos.workload.Workload;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One run: a cluster, its callers, its faults, and what came of it. */
final class Run implements AutoCloseable {
  private static final Duration REQUEST_WITHIN = Duration.ofSeconds(20);
  private static final Duration WHOLE_WITHIN = Duration.ofSeconds(90);
  private static final Duration SETTLE = Duration.ofSeconds(3);
  private static final Duration CALM = Duration.ofSeconds(5);

  private static final Duration SHOW_EVERY = Duration.ofSeconds(1);

  /** In seconds, where each time is a line. */
  private static final int SHOW_SELDOM = 10;

  /** For those that come before others go. */
  private static final int SPARE_PLACES = 4;

  /** Without one, a line that is written over again would be many. */
  private static final boolean TERMINAL = isTerminal();

  private static final long MEMORY_MAX = 32L << 20;

  /** What promises that no request fails, and that nobody ends who was not told to. */
  private static final Set<Kind> FAIL_NOBODY =
      EnumSet.of(Kind.KILL, Kind.TERM, Kind.SCALE, Kind.ROLL);

  private final Options options;
  private final Workload workload;
  private final Path folder;
  private final @Nullable Network network;
  private final History history = new History();
  private final Client client = new Client(REQUEST_WITHIN);
  private final Endpoints endpoints = new Endpoints(client);
  private final Fleet fleet;
  private final List<Finding> findings = new ArrayList<>();
  private @Nullable Keeper keeper;
  private @Nullable Load load;

  Run(Options options, Workload workload) throws IOException, InterruptedException {
    var product = Product.find();
    this.options = options;
    this.workload = workload;
    this.folder =
        Files.createDirectories(
            product
                .root()
                .resolve("chaos-tests/target/chaos")
                .resolve(name() + "-" + options.seed()));
    var places = options.replicas() + SPARE_PLACES;
    this.network =
        options.kinds().stream().anyMatch(Kind::needsNetwork) ? Network.open(places) : null;
    this.fleet = new Fleet(product, deployment(product), folder, places);
  }

  /** What is put to the test, in one word. */
  private String name() {
    var plant = options.plant();
    return plant == null ? workload.function() : plant.word();
  }

  private Deployment deployment(Product product) {
    var environment = new HashMap<String, String>();
    if (options.kinds().contains(Kind.MEMORY)) {
      environment.put("hachi_memory_max", Long.toString(MEMORY_MAX));
    }
    var jumps = options.kinds().contains(Kind.CLOCK);
    environment.putAll(Planted.environment(options.plant(), jumps, product));
    return new Deployment(workload.function(), jar(product), environment, network);
  }

  private Path jar(Product product) {
    var function = options.function();
    if (function == null) {
      return workload.function().equals("counter")
          ? product.sample("counter")
          : product.functions();
    }
    return Product.jarOf(function);
  }

  /** From the start of the replicas to the report. */
  Summary run() throws Exception {
    say("starting %d replicas; seed %d".formatted(options.replicas(), options.seed()));
    var kept = new Keeper(fleet, endpoints, history, options.replicas());
    keeper = kept;
    if (!awaitWhole(kept)) {
      throw new IllegalStateException("the replicas did not join; see " + folder);
    }
    var random = new SplittableRandom(options.seed());
    WarmUp.run(
        client,
        workload.form(new Action.Read()),
        () -> any(random),
        Duration.ofSeconds(WarmUp.SECONDS));
    history.note("the load begins");
    var loaded =
        Load.start(
            client, endpoints, history, workload, new Load.Rate(options.rate(), options.seed()));
    load = loaded;
    var plant = options.plant();
    if (plant == null) {
      pause(CALM);
      makeFaults(kept);
      checkLiveness(kept);
    } else { // whether it serves well is no question
      makeFaults(kept);
      Planted.check(plant, fleet, history);
    }
    loaded.close();
    return summary();
  }

  private void makeFaults(Keeper kept) throws InterruptedException {
    var total = Duration.ofSeconds(options.seconds());
    var schedule = Schedule.of(options.seed(), total, options.kinds());
    var stage = new Stage(fleet, kept, network, history, client, endpoints, workload);
    var nemeses = Thread.ofPlatform().start(new Nemeses(stage).all(schedule));
    var end = System.nanoTime() + total.toNanos();
    while (nemeses.isAlive() || System.nanoTime() < end) {
      show();
      LockSupport.parkNanos(SHOW_EVERY.toNanos());
    }
  }

  private void checkLiveness(Keeper kept) throws InterruptedException {
    history.note("the last fault is over");
    if (!awaitWhole(kept)) {
      findings.add(
          Violation.of(
              "liveness after the last fault",
              "after %s, not all of %d replicas see each other"
                  .formatted(WHOLE_WITHIN, options.replicas())));
    }
    pause(SETTLE);
    var calm = System.nanoTime();
    pause(CALM);
    var loaded = load;
    if (loaded != null) {
      loaded.close();
    }
    history.operations().stream()
        .filter(operation -> operation.intended() > calm && !operation.isServed())
        .findFirst()
        .ifPresent(operation -> findings.add(unserved("liveness after the last fault", operation)));
  }

  private static Violation unserved(String rule, Operation operation) {
    return new Violation(
        rule, operation.key() + " was not served: " + operation.outcome(), operation);
  }

  private Summary summary() throws IOException, InterruptedException {
    say("checking %,d operations".formatted(history.ended()));
    try {
      var random = new SplittableRandom(options.seed());
      findings.addAll(Repetitions.violations(history.repetitions()));
      findings.addAll(workload.check(history, new Finals(client, workload, () -> any(random))));
    } catch (IllegalStateException e) {
      findings.add(Violation.of("liveness after the last fault", String.valueOf(e.getMessage())));
    }
    if (FAIL_NOBODY.containsAll(options.kinds())) {
      history.failures().stream()
          .limit(20)
          .forEach(failed -> findings.add(unserved("scaling and crashes fail nobody", failed)));
      findings.addAll(Exits.violations(history));
    }
    var summary = Summary.of(history, findings, options.servedMin());
    summary.write(
        folder, "%s, %d replicas, seed %d".formatted(name(), options.replicas(), options.seed()));
    return summary;
  }

  private Endpoint any(SplittableRandom random) {
    var healthy = endpoints.choose(random);
    return healthy != null ? healthy : fleet.alive().getFirst().endpoint();
  }

  private static boolean awaitWhole(Keeper kept) throws InterruptedException {
    var deadline = System.nanoTime() + WHOLE_WITHIN.toNanos();
    while (!kept.isWhole()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      pause(Duration.ofMillis(200));
    }
    return true;
  }

  private static boolean isTerminal() {
    var console = Optional.ofNullable(System.console());
    return console.map(Console::isTerminal).orElse(false);
  }

  private void show() {
    var ended = history.ended();
    var last = history.events().getLast();
    var line = "%,d requests, %,d served; %s".formatted(ended, history.served(), last.what());
    if (TERMINAL) {
      System.err.printf("\r\033[K%.140s", line);
    } else if (ended / options.rate() % SHOW_SELDOM < 1) {
      say(line);
    }
  }

  private static void pause(Duration duration) {
    LockSupport.parkNanos(duration.toNanos());
  }

  static void say(String sentence) {
    System.err.println((TERMINAL ? "\r\033[K" : "") + "chaos: " + sentence);
  }

  /** Ends all processes and removes the network, from any thread and more than once. */
  @Override
  public synchronized void close() {
    if (keeper != null) {
      keeper.close();
    }
    fleet.close();
    if (load != null) {
      load.close();
    }
    endpoints.close();
    client.close();
    if (network != null) {
      network.close();
    }
  }
}
