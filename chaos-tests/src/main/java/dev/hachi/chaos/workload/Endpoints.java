package dev.hachi.chaos.workload;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The replicas that callers choose from: those whose health was good when it was last asked for, as
 * in the list that a gateway has. A few callers have an older list, and ask one that is silent:
 * what it says when it wakes up must be right as well. Thread-safe.
 */
public final class Endpoints implements AutoCloseable {
  private static final Duration ASK_EVERY = Duration.ofMillis(200);

  private static final Duration LISTED_WITHIN = Duration.ofSeconds(30);
  private static final Duration LOOK_EVERY = Duration.ofMillis(10);

  /** After so many in a row it is no longer listed; one alone may be a pause. */
  private static final int SILENCES_MAX = 3;

  /** Of so many requests one goes to a silent replica, if there is one. */
  private static final int OLD_LIST = 5;

  private final Client client;
  private final List<Endpoint> silent = new CopyOnWriteArrayList<>();
  private final List<Endpoint> healthy = new CopyOnWriteArrayList<>();
  private final Map<Endpoint, Thread> polls = new ConcurrentHashMap<>();

  public Endpoints(Client client) {
    this.client = client;
  }

  /** From now on its health is asked for. */
  public void add(Endpoint endpoint) {
    polls.put(endpoint, Thread.ofVirtual().start(() -> poll(endpoint)));
  }

  /** It is gone for good. */
  public void remove(Endpoint endpoint) {
    var poll = polls.remove(endpoint);
    if (poll != null) {
      poll.interrupt();
    }
  }

  private void poll(Endpoint endpoint) {
    var silences = 0;
    try {
      while (!Thread.currentThread().isInterrupted()) {
        var health = client.health(endpoint);
        silences = health == Health.SILENT ? silences + 1 : 0;
        list(endpoint, health, silences);
        LockSupport.parkNanos(ASK_EVERY.toNanos());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      forget(endpoint);
    }
  }

  private void list(Endpoint endpoint, Health health, int silences) {
    switch (health) {
      case GOOD -> move(endpoint, silent, healthy);
      case SILENT -> {
        if (silences >= SILENCES_MAX) {
          move(endpoint, healthy, silent);
        }
      }
      case BAD -> forget(endpoint);
    }
  }

  private static void move(Endpoint endpoint, List<Endpoint> from, List<Endpoint> to) {
    from.remove(endpoint);
    if (!to.contains(endpoint)) {
      to.add(endpoint);
    }
  }

  private void forget(Endpoint endpoint) {
    healthy.remove(endpoint);
    silent.remove(endpoint);
  }

  /** One of those that are healthy, mostly; null when none is. */
  public @Nullable Endpoint choose(RandomGenerator random) {
    var old = random.nextInt(OLD_LIST) == 0 ? any(silent, random) : null;
    return old != null ? old : any(healthy, random);
  }

  private static @Nullable Endpoint any(List<Endpoint> list, RandomGenerator random) {
    var choice = list.toArray(Endpoint[]::new);
    return choice.length == 0 ? null : choice[random.nextInt(choice.length)];
  }

  /**
   * Waits until {@code endpoint} is in the list.
   *
   * @throws IllegalStateException when it is not in time
   */
  public void await(Endpoint endpoint) throws InterruptedException {
    var deadline = System.nanoTime() + LISTED_WITHIN.toNanos();
    while (!healthy.contains(endpoint)) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "%s at %s is not healthy, %s after it was waited for"
                .formatted(endpoint.name(), endpoint.url(), LISTED_WITHIN));
      }
      Thread.sleep(LOOK_EVERY);
    }
  }

  @Override
  public void close() {
    polls.keySet().forEach(this::remove);
  }
}
