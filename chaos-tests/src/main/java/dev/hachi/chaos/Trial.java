package dev.hachi.chaos;

import dev.hachi.chaos.checker.Repetitions;
import dev.hachi.chaos.history.History;
import dev.hachi.chaos.history.Operation;
import dev.hachi.chaos.nemesis.Fleet;
import dev.hachi.chaos.nemesis.Product;
import dev.hachi.chaos.nemesis.Replica;
import dev.hachi.chaos.report.Report;
import dev.hachi.chaos.report.Spread;
import dev.hachi.chaos.workload.Client;
import dev.hachi.chaos.workload.CounterWorkload;
import dev.hachi.chaos.workload.Endpoints;
import dev.hachi.chaos.workload.Finals;
import dev.hachi.chaos.workload.Load;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/** One run of a scenario: a cluster of its own, its callers, and the history of both. */
final class Trial implements AutoCloseable {
  private static final Duration REQUEST_WITHIN = Duration.ofSeconds(20);
  private static final Duration DRAIN_WITHIN = Duration.ofSeconds(60);

  /** How many keys are asked for at once to see when they are served again. */
  private static final int WATCHED = 300;

  private final Settings settings;
  private final Path folder;
  private final Fleet fleet;
  private final History history = new History();
  private final Client client = new Client(REQUEST_WITHIN);
  private final Endpoints endpoints = new Endpoints(client);
  private final List<Duration> recoveries = new ArrayList<>();
  private final List<String> violations = new ArrayList<>();
  private final SplittableRandom random;
  private final CounterWorkload workload;
  private final Load load;

  private Trial(String name, Settings settings, int replicas, int places)
      throws IOException, InterruptedException {
    var product = Product.find();
    this.settings = settings;
    this.folder =
        Files.createDirectories(
            product.root().resolve("chaos-tests/target/chaos/" + name + "-" + settings.seed()));
    this.random = new SplittableRandom(settings.seed());
    this.workload = new CounterWorkload(settings.keys(), 0);
    this.fleet = new Fleet(product, folder, places);
    for (var count = 0; count < replicas; count++) {
      add();
    }
    awaitServing();
    WarmUp.run(
        client,
        workload.form(CounterWorkload.add("any").action()),
        () -> any().endpoint(),
        Duration.ofSeconds(settings.warmSeconds()));
    history.note("the load began");
    load =
        Load.start(
            client, endpoints, history, workload, new Load.Rate(settings.rate(), settings.seed()));
  }

  /** Starts {@code replicas}, with room for {@code places}, and then the load. */
  static Trial start(String name, Settings settings, int replicas, int places)
      throws IOException, InterruptedException {
    System.out.printf("%s: %s%n", name, settings);
    return new Trial(name, settings, replicas, places);
  }

  // ---- what is done -----------------------------------------------------------------------------

  /** One replica more, which callers see when its health is good. */
  Replica add() throws IOException {
    var replica = fleet.start();
    history.note("start of " + replica.name());
    endpoints.add(replica.endpoint());
    return replica;
  }

  /** Waits until all that run have joined and callers know them. */
  void awaitServing() throws InterruptedException {
    fleet.awaitJoined();
    for (var replica : fleet.alive()) {
      endpoints.await(replica.endpoint());
    }
    history.note(fleet.alive().size() + " replicas have joined");
  }

  /** Kills {@code victim} and waits until the keys that it ran are served by the others. */
  void kill(Replica victim) throws InterruptedException {
    var quick = quickness();
    var at = history.broke(victim.name(), "kill -9 of");
    victim.kill();
    awaitRecovery(victim, at, quick);
    endpoints.remove(victim.endpoint());
  }

  /** Freezes {@code victim} and waits until the keys that it ran are served by the others. */
  void freeze(Replica victim) throws IOException, InterruptedException {
    var quick = quickness();
    var at = history.broke(victim.name(), "SIGSTOP of");
    victim.freeze();
    awaitRecovery(victim, at, quick);
  }

  /** Lets {@code victim} go on; returns its exit code. */
  int thaw(Replica victim) throws IOException, InterruptedException {
    history.note("SIGCONT of " + victim.name());
    victim.thaw();
    var code = victim.awaitExit(DRAIN_WITHIN);
    endpoints.remove(victim.endpoint());
    history.note("exit " + code + " of " + victim.name());
    return code;
  }

  /** Tells {@code replica} to end and returns its exit code. */
  int drain(Replica replica) throws InterruptedException {
    history.note("SIGTERM of " + replica.name());
    replica.terminate();
    var code = replica.awaitExit(DRAIN_WITHIN);
    endpoints.remove(replica.endpoint());
    history.note("exit " + code + " of " + replica.name());
    return code;
  }

  /** The load goes on, and nothing else happens. */
  void pause() {
    var deadline = System.nanoTime() + Duration.ofSeconds(settings.pauseSeconds()).toNanos();
    for (var left = deadline - System.nanoTime(); left > 0; left = deadline - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  /** Those that run, in the order in which they were started. */
  List<Replica> alive() {
    return fleet.alive();
  }

  /** Any of those that run. */
  Replica any() {
    return alive().get(random.nextInt(alive().size()));
  }

  /** Adds to {@code key} by {@code replica} under an id that may have been used before. */
  CompletableFuture<Operation> add(Replica replica, String key, String id) {
    return load.send(replica.endpoint(), CounterWorkload.add(key), id);
  }

  /** Adds to every key once. */
  void fill() {
    for (var first = 0; first < settings.keys(); first += WATCHED) {
      burst(alive(), first, Math.min(first + WATCHED, settings.keys()));
    }
    history.note("all keys have a value");
  }

  /** What else must hold; otherwise {@code sentence} is one of the violations. */
  void require(boolean holds, String sentence) {
    if (!holds) {
      violations.add(sentence);
    }
  }

  /** Until the last key of a broken replica was served again. */
  Duration longestRecovery() {
    return Spread.of(recoveries).max();
  }

  // ---- what is measured -------------------------------------------------------------------------

  /** What a key that nothing has happened to takes, on this machine, now. */
  private Duration quickness() {
    var latencies = burst(alive()).stream().map(Operation::latency).toList();
    return Spread.of(latencies).max();
  }

  /** A key whose answer came later than any before the fault was one of the victim's. */
  private void awaitRecovery(Replica victim, long at, Duration quick) {
    var others = alive().stream().filter(replica -> !replica.equals(victim)).toList();
    for (var operation : burst(others)) {
      var recovery = Duration.ofNanos(operation.end() - at);
      if (operation.isAcknowledged() && recovery.compareTo(quick) > 0) {
        recoveries.add(recovery);
      }
    }
  }

  /** Adds to many keys at once, and waits for all answers. */
  private List<Operation> burst(List<Replica> replicas) {
    return burst(replicas, 0, Math.min(WATCHED, settings.keys()));
  }

  private List<Operation> burst(List<Replica> replicas, int from, int to) {
    var sent = new ArrayList<CompletableFuture<Operation>>();
    for (var number = from; number < to; number++) {
      var replica = replicas.get(random.nextInt(replicas.size()));
      sent.add(load.send(replica.endpoint(), CounterWorkload.add(CounterWorkload.key(number))));
    }
    return sent.stream().map(CompletableFuture::join).toList();
  }

  // ---- what it came to --------------------------------------------------------------------------

  /** Ends the load, reads every key, checks, and prints. */
  Report finish() throws IOException {
    load.close();
    history.note("the load ended");
    var finals = new Finals(client, workload, () -> any().endpoint());
    workload.check(history, finals).forEach(found -> violations.add(found.sentence()));
    Repetitions.violations(history.repetitions())
        .forEach(found -> violations.add(found.sentence()));
    var report = Report.of(history, List.copyOf(recoveries), List.copyOf(violations));
    System.out.print(report.text());
    var evidence = report.evidence(history);
    evidence.lines().limit(20).forEach(System.out::println);
    Files.writeString(folder.resolve("evidence.txt"), evidence);
    writeHistory();
    System.out.printf("  logs, history and evidence in %s%n", folder);
    return report;
  }

  private void writeHistory() throws IOException {
    try (var out = Files.newBufferedWriter(folder.resolve("history.txt"))) {
      for (var event : history.events()) {
        out.write(history.timeOf(event.at()) + " " + event.what() + "\n");
      }
      for (var operation : history.operations()) {
        out.write(Report.line(history, operation));
      }
    }
  }

  @Override
  public void close() {
    load.close();
    endpoints.close();
    client.close();
    fleet.close();
  }
}
