package dev.hachi.chaos.workload;

import dev.hachi.chaos.history.Action;
import dev.hachi.chaos.history.Operation;
import dev.hachi.chaos.history.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Reads keys when nothing disturbs them any more. A read that fails is repeated for a while; one
 * that never succeeds is an {@link IllegalStateException}, as the cluster serves no more.
 */
public final class Finals {
  /** Longer than the cluster needs to serve again after any fault. */
  private static final Duration READ_WITHIN = Duration.ofSeconds(30);

  /** Longer than a message or a timer is put off after it has failed. */
  private static final Duration SETTLED_WITHIN = Duration.ofSeconds(60);

  private static final Duration AGAIN_AFTER = Duration.ofMillis(100);
  private static final int AT_ONCE = 50;
  private static final Pattern FIELD = Pattern.compile("\"(\\w+)\":(-?\\d+)");

  private final Client client;
  private final Workload workload;
  private final Supplier<Endpoint> anyone;
  private long reads;

  /** Reads from {@code anyone}, by the form that {@code workload} has for it. */
  public Finals(Client client, Workload workload, Supplier<Endpoint> anyone) {
    this.client = client;
    this.workload = workload;
    this.anyone = anyone;
  }

  /** What {@code keys} reply to a read, as operations that follow all others. */
  public List<Operation> read(Collection<String> keys) {
    var left = List.copyOf(keys);
    var operations = new ArrayList<Operation>();
    for (var first = 0; first < left.size(); first += AT_ONCE) {
      var sent =
          left.subList(first, Math.min(first + AT_ONCE, left.size())).stream()
              .map(this::send)
              .toList();
      sent.forEach(operation -> operations.add(orAgain(operation.join())));
    }
    return operations;
  }

  /** The numbers that {@code keys} have now, by key. */
  public Map<String, Long> values(Collection<String> keys) {
    var values = new HashMap<String, Long>();
    for (var read : read(keys)) {
      values.put(read.key(), read.outcome() instanceof Outcome.Value(var value) ? value : -1L);
    }
    return values;
  }

  /** The numbers in the objects that {@code keys} reply, by key and name. */
  public Map<String, Map<String, Long>> fields(Collection<String> keys) {
    var fields = new HashMap<String, Map<String, Long>>();
    for (var read : read(keys)) {
      var ofKey = fields.computeIfAbsent(read.key(), _ -> new HashMap<>());
      if (read.outcome() instanceof Outcome.Text(var text)) {
        FIELD
            .matcher(text)
            .results()
            .forEach(field -> ofKey.put(field.group(1), Long.parseLong(field.group(2))));
      }
    }
    return fields;
  }

  /**
   * The same, read again until it {@code isSettled} or too long has passed: messages and timers may
   * still be on their way.
   */
  public Map<String, Map<String, Long>> settled(
      Collection<String> keys, Predicate<Map<String, Map<String, Long>>> isSettled) {
    var deadline = System.nanoTime() + SETTLED_WITHIN.toNanos();
    var fields = fields(keys);
    while (!isSettled.test(fields) && System.nanoTime() < deadline) {
      LockSupport.parkNanos(AGAIN_AFTER.toNanos());
      fields = fields(keys);
    }
    return fields;
  }

  private CompletableFuture<Operation> send(String key) {
    var action = new Action.Read();
    var endpoint = anyone.get();
    var id = "final-" + reads++;
    var start = System.nanoTime();
    return client
        .send(endpoint, key, workload.form(action), id)
        .thenApply(outcome -> {
          var end = System.nanoTime();
          return new Operation(key, id, action, endpoint.name(), start, start, end, outcome);
        });
  }

  private Operation orAgain(Operation first) {
    var deadline = System.nanoTime() + READ_WITHIN.toNanos();
    var operation = first;
    while (!operation.isAcknowledged()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "%s cannot be read at the end: %s".formatted(first.key(), operation.outcome()));
      }
      LockSupport.parkNanos(AGAIN_AFTER.toNanos());
      operation = send(first.key()).join();
    }
    return operation;
  }
}
