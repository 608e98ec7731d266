package dev.hachi.chaos.scale;

import dev.hachi.chaos.history.History;
import dev.hachi.chaos.history.Operation;
import dev.hachi.chaos.nemesis.Deployment;
import dev.hachi.chaos.nemesis.Fleet;
import dev.hachi.chaos.nemesis.Product;
import dev.hachi.chaos.nemesis.Replica;
import dev.hachi.chaos.report.Report;
import dev.hachi.chaos.workload.Client;
import dev.hachi.chaos.workload.CounterWorkload;
import dev.hachi.chaos.workload.Endpoint;
import dev.hachi.chaos.workload.Endpoints;
import dev.hachi.chaos.workload.Finals;
import dev.hachi.chaos.workload.Load;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/** Some replicas of a counter, those who ask them, and what must hold of the answers. */
public final class Site implements AutoCloseable {
  private static final String FUNCTION = "counter";
  private static final Duration REQUEST_WITHIN = Duration.ofSeconds(20);
  private static final Duration DRAIN_WITHIN = Duration.ofSeconds(60);
  private static final Duration SHARDS_WITHIN = Duration.ofSeconds(30);
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  /** So long nothing has moved when all has come that is to. */
  private static final Duration STILL = Duration.ofSeconds(1);

  /** Of requests that are sent as quickly as they are answered. */
  private static final int AT_ONCE = 64;

  /** From then on a rate is too much, whatever the answers will be; each has a connection. */
  static final int WAITING_MAX = 2_000;

  /** Of how many keys each operation is kept, to be checked. */
  private static final int CHECKED_MAX = 1_000;

  private final Fleet fleet;
  private final Client client = new Client(REQUEST_WITHIN);
  private final Endpoints endpoints = new Endpoints(client);
  private final History checked = new History();
  private final SplittableRandom random = new SplittableRandom(1);
  private final int checkedEvery;
  private long loads;

  /** Nobody is there yet; room for one more than {@code replicas}. */
  public Site(Product product, Path jar, Path folder, int replicas, int keysMax)
      throws IOException {
    var deployment = new Deployment(FUNCTION, jar, Map.of(), null);
    this.fleet = new Fleet(product, deployment, Files.createDirectories(folder), replicas + 1);
    this.checkedEvery = Math.max(1, keysMax / CHECKED_MAX);
  }

  // ---- replicas ---------------------------------------------------------------------------------

  /** One more; not after this was closed, by whichever thread. */
  public Replica add() throws IOException {
    var replica = fleet.start();
    endpoints.add(replica.endpoint());
    return replica;
  }

  /** Until all see each other, and callers all of them. */
  public void awaitServing() throws InterruptedException {
    fleet.awaitJoined();
    for (var replica : fleet.alive()) {
      endpoints.await(replica.endpoint());
    }
  }

  /** Until no shard has come to anybody for a while. */
  public void awaitStill() throws IOException, InterruptedException {
    var deadline = System.nanoTime() + SHARDS_WITHIN.toNanos();
    var moved = metrics().handOvers();
    var since = System.nanoTime();
    while (System.nanoTime() - since < STILL.toNanos() && System.nanoTime() < deadline) {
      pause(LOOK_EVERY);
      var now = metrics().handOvers();
      since = now == moved ? since : System.nanoTime();
      moved = now;
    }
  }

  /** Kills it, and returns when it is gone; callers notice by themselves. */
  public void kill(Replica replica, History history) throws InterruptedException {
    history.broke(replica.name(), "kill -9 of");
    replica.kill();
    endpoints.remove(replica.endpoint());
  }

  /** Tells it to end, and returns its exit code. */
  public int drain(Replica replica) throws InterruptedException {
    replica.terminate();
    var code = replica.awaitExit(DRAIN_WITHIN);
    endpoints.remove(replica.endpoint());
    return code;
  }

  /** Of those that run and are not {@code without}. */
  Metrics metrics(Replica... without) throws IOException, InterruptedException {
    var others = new ArrayList<>(fleet.alive());
    others.removeAll(Arrays.asList(without));
    return Metrics.of(others);
  }

  /** The time that all processors spent on the replicas. */
  Duration cpu() {
    return fleet.alive().stream().map(Processes::cpu).reduce(Duration.ZERO, Duration::plus);
  }

  double residentBytes() throws IOException {
    var sum = 0.0;
    for (var replica : fleet.alive()) {
      sum += Processes.residentBytes(replica.pid());
    }
    return sum;
  }

  // ---- requests ---------------------------------------------------------------------------------

  /** Adds 1 to the keys from the one number to the other, as quickly as they are answered. */
  public Report fill(int from, int to) throws InterruptedException {
    return flood(from, to - from, to - from, Long.MAX_VALUE);
  }

  /** Adds 1 to the first keys again and again, so that the code is compiled. */
  public Report warmUp(int keys, Duration duration) throws InterruptedException {
    return flood(0, keys, Integer.MAX_VALUE, System.nanoTime() + duration.toNanos());
  }

  private Report flood(int from, int keys, int count, long end) throws InterruptedException {
    var history = new History();
    var free = new Semaphore(AT_ONCE);
    // At a rate of next to nothing: it is there for its ids, and to wait for the answers.
    try (var load = load(history, 1, 1)) {
      for (var number = 0; number < count && System.nanoTime() < end; number++) {
        free.acquire();
        var request = CounterWorkload.add(CounterWorkload.key(from + number % keys));
        var _ = load.send(anyone(), request).whenComplete((_, _) -> free.release());
      }
    }
    return report(history);
  }

  private Endpoint anyone() {
    var healthy = endpoints.choose(random);
    return healthy != null ? healthy : fleet.alive().getFirst().endpoint();
  }

  /** A load of adds that has begun. */
  public Load load(History history, int keys, int rate) {
    var workload = new CounterWorkload(keys, 0);
    return Load.startWithoutRepetitions(
        client, endpoints, history, workload, new Load.Rate(rate, 1_000 + loads++));
  }

  /** What was asked and answered; of some keys it is kept to be checked at the end. */
  public Report report(History history) {
    history.operations().stream().filter(this::isChecked).forEach(checked::add);
    return Report.of(history, List.of(), List.of());
  }

  private boolean isChecked(Operation operation) {
    return Integer.parseInt(operation.key().substring(1)) % checkedEvery == 0;
  }

  /** What acknowledged adds were lost or made twice, of the keys that are checked. */
  public List<String> violations() {
    var workload = new CounterWorkload(1, 0);
    var finals = new Finals(client, workload, this::anyone);
    return workload.check(checked, finals).stream().map(found -> found.sentence()).toList();
  }

  /** Until this has passed. */
  public static void pause(Duration duration) {
    var end = System.nanoTime() + duration.toNanos();
    for (var left = duration.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  /** Ends all processes, from any thread and more than once. */
  @Override
  public void close() {
    fleet.close();
    endpoints.close();
    client.close();
  }
}
