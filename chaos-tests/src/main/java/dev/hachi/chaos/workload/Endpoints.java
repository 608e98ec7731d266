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
 * in the list that a gateway has. Thread-safe.
 */
public final class Endpoints implements AutoCloseable {
  private static final Duration ASK_EVERY = Duration.ofMillis(200);

  /** After so many in a row it is no longer listed; one alone may be a pause. */
  private static final int SILENCES_MAX = 3;

  private final Client client;
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
        list(endpoint, silences < SILENCES_MAX ? health : Health.BAD);
        LockSupport.parkNanos(ASK_EVERY.toNanos());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      healthy.remove(endpoint);
    }
  }

  private void list(Endpoint endpoint, Health health) {
    switch (health) {
      case GOOD -> {
        if (!healthy.contains(endpoint)) {
          healthy.add(endpoint);
        }
      }
      case BAD -> healthy.remove(endpoint);
      case SILENT -> {}
    }
  }

  /** One of those that are healthy; null when none is. */
  public @Nullable Endpoint choose(RandomGenerator random) {
    var choice = healthy.toArray(Endpoint[]::new);
    return choice.length == 0 ? null : choice[random.nextInt(choice.length)];
  }

  /** Whether {@code endpoint} is in the list. */
  public boolean has(Endpoint endpoint) {
    return healthy.contains(endpoint);
  }

  @Override
  public void close() {
    polls.keySet().forEach(this::remove);
  }
}
