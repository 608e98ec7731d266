package dev.hachi.chaos.workload;

import dev.hachi.chaos.history.History;
import dev.hachi.chaos.history.Operation;
import dev.hachi.chaos.history.Outcome;
import dev.hachi.chaos.history.Repetition;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Asks at a fixed rate, however long the answers take: a slow cluster gets no rest, and its waits
 * are not hidden by requests that were never sent. Thread-safe.
 */
public final class Load implements AutoCloseable {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final Client client;
  private final Workload workload;
  private final Endpoints endpoints;
  private final History history;
  private final Rate rate;
  private final SplittableRandom random;
  private final AtomicLong ids = new AtomicLong();
  private final Again again = new Again();
  private final boolean repeats;
  private final Phaser outstanding = new Phaser(1);
  private final Thread thread;
  private volatile boolean ended;

  /**
   * How much.
   *
   * @param perSecond how many requests are due each second
   * @param seed of all choices
   */
  public record Rate(int perSecond, long seed) {}

  private Load(
      Client client,
      Endpoints endpoints,
      History history,
      Workload workload,
      Rate rate,
      boolean repeats) {
    this.client = client;
    this.workload = workload;
    this.endpoints = endpoints;
    this.history = history;
    this.rate = rate;
    this.repeats = repeats;
    this.random = new SplittableRandom(rate.seed());
    this.thread = Thread.ofPlatform().name("load").unstarted(this::run);
  }

  /** Begins at once; some of what has changed something is asked for again, beside the rate. */
  public static Load start(
      Client client, Endpoints endpoints, History history, Workload workload, Rate rate) {
    return begun(new Load(client, endpoints, history, workload, rate, true));
  }

  /** The same with nothing beside the rate, to measure with. */
  public static Load startWithoutRepetitions(
      Client client, Endpoints endpoints, History history, Workload workload, Rate rate) {
    return begun(new Load(client, endpoints, history, workload, rate, false));
  }

  private static Load begun(Load load) {
    load.thread.start();
    return load;
  }

  private void run() {
    var begin = System.nanoTime();
    for (var number = 0L; !ended; number++) {
      var due = begin + number * SECOND / rate.perSecond();
      for (var left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      var endpoint = endpoints.choose(random);
      var request = workload.next(random);
      again.sent(request.key());
      var sent = send(endpoint, request, nextId(), due);
      if (repeats && number % Again.ONE_OF == 0) {
        var _ = sent.thenAccept(again::ended);
      }
      again.due(System.nanoTime()).ifPresent(this::repeat);
    }
  }

  /** As a caller does who never got its answer. */
  private void repeat(Operation first) {
    var endpoint = endpoints.choose(random);
    if (endpoint == null) {
      return;
    }
    outstanding.register();
    var form = workload.form(first.action());
    var _ =
        client
            .send(endpoint, first.key(), form, first.id())
            .thenAccept(outcome -> {
              history.add(new Repetition(first, endpoint.name(), outcome));
              outstanding.arriveAndDeregister();
            });
  }

  /** One more request, now, beside those that are due. */
  public CompletableFuture<Operation> send(Endpoint endpoint, Request request) {
    return send(endpoint, request, nextId());
  }

  /** One more request, now, under an id that may have been used before. */
  public CompletableFuture<Operation> send(Endpoint endpoint, Request request, String id) {
    return send(endpoint, request, id, System.nanoTime());
  }

  private String nextId() {
    return Long.toHexString(rate.seed()) + "-" + ids.getAndIncrement();
  }

  private CompletableFuture<Operation> send(
      @Nullable Endpoint endpoint, Request request, String id, long due) {
    outstanding.register();
    var start = System.nanoTime();
    if (endpoint == null) {
      var nobody = new Outcome.Failed(0, "not sent: no replica is healthy");
      return CompletableFuture.completedFuture(ended("none", request, id, due, start, nobody));
    }
    return client
        .send(endpoint, request.key(), workload.form(request.action()), id)
        .thenApply(outcome -> ended(endpoint.name(), request, id, due, start, outcome));
  }

  private Operation ended(
      String replica, Request request, String id, long due, long start, Outcome outcome) {
    var operation =
        new Operation(
            request.key(), id, request.action(), replica, due, start, System.nanoTime(), outcome);
    history.add(operation);
    outstanding.arriveAndDeregister();
    return operation;
  }

  /** How many requests are on their way. */
  public int waiting() {
    return outstanding.getUnarrivedParties() - 1;
  }

  /** Sends nothing more and waits for what is on its way. */
  @Override
  public synchronized void close() {
    if (ended) {
      return;
    }
    ended = true;
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    outstanding.arriveAndAwaitAdvance();
  }
}
