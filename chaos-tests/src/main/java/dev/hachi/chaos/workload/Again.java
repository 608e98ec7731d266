package dev.hachi.chaos.workload;

import dev.hachi.chaos.history.Operation;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Which operations are asked for again, some seconds after they have changed something.
 * Thread-safe.
 */
final class Again {
  /** Of so many requests one, if it changes something. */
  static final int ONE_OF = 10;

  /** So that the key has another owner meanwhile, now and then. */
  private static final Duration AFTER = Duration.ofSeconds(3);

  /** Half of what a key remembers: after more requests its id may be forgotten. */
  private static final int REMEMBERED = 64;

  private record Ended(Operation operation, int requests) {}

  private final Map<String, Integer> requests = new ConcurrentHashMap<>();

  /** In the order in which they ended, nearly. */
  private final ConcurrentLinkedQueue<Ended> ended = new ConcurrentLinkedQueue<>();

  /** One more request for {@code key} is sent. */
  void sent(String key) {
    requests.merge(key, 1, Integer::sum);
  }

  void ended(Operation operation) {
    if (operation.action().hasChanged(operation.outcome())) {
      ended.add(new Ended(operation, requests(operation)));
    }
  }

  private int requests(Operation operation) {
    return requests.getOrDefault(operation.key(), 0);
  }

  /** The next one for which it is time at {@code now}, which is then forgotten here. */
  Optional<Operation> due(long now) {
    var next = ended.peek();
    if (next == null || now - next.operation().end() < AFTER.toNanos()) {
      return Optional.empty();
    }
    ended.remove(next);
    return Optional.of(next.operation())
        .filter(operation -> requests(operation) - next.requests() < REMEMBERED);
  }
}
