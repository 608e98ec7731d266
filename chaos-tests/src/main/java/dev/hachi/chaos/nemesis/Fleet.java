package dev.hachi.chaos.nemesis;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The replicas of one cluster, in places that keep their ports. For one thread. */
public final class Fleet implements AutoCloseable {
  private static final Duration JOIN_WITHIN = Duration.ofSeconds(90);
  private static final Duration ASK_EVERY = Duration.ofMillis(100);

  private final Product product;
  private final Path folder;
  private final List<Ports> places;
  private final List<Replica> started = new ArrayList<>();

  /** One with room for {@code places} replicas, whose logs go to {@code folder}. */
  public Fleet(Product product, Path folder, int places) {
    this.product = product;
    this.folder = folder;
    this.places = IntStream.range(0, places).mapToObj(_ -> Ports.free()).toList();
  }

  /** Starts a replica of the sample {@code function} at the first free place. */
  public Replica start(String function) throws IOException {
    var place = 0;
    while (at(place) != null) {
      place++;
    }
    var before = prefix(place);
    var count = started.stream().filter(replica -> replica.name().startsWith(before)).count();
    var name = before + count;
    var replica = Replica.start(product, function, name, places.get(place), join(), folder);
    started.add(replica);
    return replica;
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
        .map(ports -> "127.0.0.1:" + ports.metrics())
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

  /** Kills those that still run. */
  @Override
  public void close() {
    for (var replica : alive()) {
      try {
        replica.kill();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
