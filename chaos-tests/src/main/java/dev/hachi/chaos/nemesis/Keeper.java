package dev.hachi.chaos.nemesis;

import dev.hachi.chaos.history.History;
import dev.hachi.chaos.workload.Endpoints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Keeps as many replicas running as are wanted, as an orchestrator does. Thread-safe. */
public final class Keeper implements AutoCloseable {
  private static final Duration LOOK_EVERY = Duration.ofMillis(250);

  private final Fleet fleet;
  private final Endpoints endpoints;
  private final History history;
  private final AtomicInteger wanted;
  private final Set<Replica> gone = new HashSet<>();
  private final Thread thread;
  private volatile boolean ended;

  /** Begins at once with {@code wanted} replicas. */
  public Keeper(Fleet fleet, Endpoints endpoints, History history, int wanted) {
    this.fleet = fleet;
    this.endpoints = endpoints;
    this.history = history;
    this.wanted = new AtomicInteger(wanted);
    this.thread = Thread.ofPlatform().name("keeper").start(this::run);
  }

  private void run() {
    while (!ended) {
      try {
        look();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
  }

  private void look() throws IOException {
    for (var replica : fleet.started()) {
      if (!replica.isAlive() && gone.add(replica)) {
        endpoints.remove(replica.endpoint());
        history.add(replica.exit());
      }
    }
    while (fleet.staying().size() < wanted.get() && fleet.hasPlace()) {
      var replica = fleet.start();
      history.note("start of " + replica.name());
      endpoints.add(replica.endpoint());
    }
  }

  void want(int more) {
    wanted.addAndGet(more);
  }

  /** One less: told to end, and not replaced. */
  void dismiss(Replica replica) {
    wanted.decrementAndGet(); // before it is told, or another would take its place
    replica.terminate();
  }

  int wanted() {
    return wanted.get();
  }

  /** Whether all that are wanted are there and see each other. */
  public boolean isWhole() throws InterruptedException {
    return fleet.isWhole(wanted.get());
  }

  /** Starts nobody any more. */
  @Override
  public void close() {
    ended = true;
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
