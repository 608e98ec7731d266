package dev.hachi.chaos.nemesis;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The replicas of one cluster, in places that keep their addresses. Their processes end with this
 * one at the latest, after Ctrl-C too. Thread-safe.
 */
public final class Fleet implements AutoCloseable {
  private static final Duration JOIN_WITHIN = Duration.ofSeconds(90);
  private static final Duration ASK_EVERY = Duration.ofMillis(100);

  private final Product product;
  private final Deployment deployment;
  private final Path folder;
  private final List<Place> places;
  private final List<Replica> started = new CopyOnWriteArrayList<>();
  private final Set<Replica> reserved = ConcurrentHashMap.newKeySet();
  private final Thread hook = Thread.ofPlatform().unstarted(this::close);
  private volatile boolean closed;

  /** Where processes follow each other. */
  record Place(int number, String host, Ports ports) {}

  /** One of the counter with room for {@code places} replicas, whose logs go to {@code folder}. */
  public Fleet(Product product, Path folder, int places) {
    this(product, Deployment.ofSample(product, "counter"), folder, places);
  }

  /** One with room for {@code places} replicas, whose logs go to {@code folder}. */
  public Fleet(Product product, Deployment deployment, Path folder, int places) {
    this.product = product;
    this.deployment = deployment;
    this.folder = folder;
    var network = deployment.network();
    var taken = new HashSet<Integer>();
    this.places =
        IntStream.range(0, places)
            .mapToObj(number ->
                new Place(
                    number,
                    network == null ? "127.0.0.1" : network.host(number),
                    Ports.free(taken)))
            .toList();
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Whether one more can be started. */
  boolean hasPlace() {
    return !closed && alive().size() < places.size();
  }

  /** Starts a replica of what this fleet runs at the first free place. */
  public Replica start() throws IOException {
    return start(deployment);
  }

  /** Starts a replica of another function, in the same cluster, at the first free place. */
  public synchronized Replica start(Deployment deployment) throws IOException {
    if (closed) {
      throw new IllegalStateException("the fleet is closed, and starts nobody any more");
    }
    var place = 0;
    while (at(place) != null) {
      place++;
    }
    var before = prefix(place);
    var count = started.stream().filter(replica -> replica.name().startsWith(before)).count();
    var replica =
        Replica.start(
            product,
            deployment,
            before + count,
            places.get(place),
            Ports.cluster(taken()),
            join(),
            folder);
    started.add(replica);
    return replica;
  }

  /** Those of all places and of all that run: nobody may listen there yet. */
  private Set<Integer> taken() {
    var taken = new HashSet<Integer>();
    for (var place : places) {
      taken.add(place.ports().http());
      taken.add(place.ports().metrics());
    }
    for (var replica : alive()) {
      taken.add(replica.clusterPort());
      taken.add(replica.clusterPort() + 1);
    }
    return taken;
  }

  private static String prefix(int place) {
    return "r" + (place + 1) + ".";
  }

  private @Nullable Replica at(int place) {
    return alive().stream()
        .filter(replica -> replica.name().startsWith(prefix(place)))
        .findAny()
        .orElse(null);
  }

  private String join() {
    return places.stream()
        .map(place -> place.host() + ":" + place.ports().metrics())
        .collect(Collectors.joining(",", "static:", ""));
  }

  /** Those that run, the oldest first. */
  public List<Replica> alive() {
    return started.stream().filter(Replica::isAlive).toList();
  }

  /** Those of {@code function} that run, the oldest first. */
  public List<Replica> alive(String function) {
    return alive().stream().filter(replica -> replica.function().equals(function)).toList();
  }

  /** Those that run and were not told to end, the oldest first. */
  List<Replica> staying() {
    return started.stream().filter(replica -> replica.isAlive() && !replica.isLeaving()).toList();
  }

  /** All there ever were. */
  List<Replica> started() {
    return List.copyOf(started);
  }

  /** One that stays and that nobody else does anything to, until it is released. */
  synchronized Optional<Replica> reserve(int choice) {
    var free = staying().stream().filter(replica -> !reserved.contains(replica)).toList();
    var victim =
        free.isEmpty() ? Optional.<Replica>empty() : Optional.of(free.get(choice % free.size()));
    victim.ifPresent(reserved::add);
    return victim;
  }

  void release(Replica replica) {
    reserved.remove(replica);
  }

  /** How many members each that stays sees, by name. */
  Map<String, Integer> views() throws InterruptedException {
    var views = new TreeMap<String, Integer>();
    for (var replica : staying()) {
      views.put(replica.name(), replica.members());
    }
    return views;
  }

  /** Whether {@code count} replicas stay, and all see each other and nobody else. */
  boolean isWhole(int count) throws InterruptedException {
    var views = views();
    return views.size() == count && views.values().stream().allMatch(view -> view == count);
  }

  /** Waits until each that runs sees all of them and nobody else. */
  public void awaitJoined() throws InterruptedException {
    var deadline = Instant.now().plus(JOIN_WITHIN);
    for (var replica : alive()) {
      while (replica.members() != alive().size()) {
        if (!replica.isAlive() || Instant.now().isAfter(deadline)) {
          throw new IllegalStateException(
              "%s sees %d members instead of %d, %s after it was waited for; see %s"
                  .formatted(
                      replica.name(), replica.members(), alive().size(), JOIN_WITHIN, folder));
        }
        LockSupport.parkNanos(ASK_EVERY.toNanos());
      }
    }
  }

  /** Kills those that still run, and starts nobody any more. */
  @Override
  public synchronized void close() {
    closed = true;
    for (var replica : alive()) {
      try {
        replica.kill();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // this process is about to end, and the hook runs
    }
  }
}
