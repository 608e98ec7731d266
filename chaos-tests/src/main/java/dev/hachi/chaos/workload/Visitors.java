package dev.hachi.chaos.workload;

import dev.hachi.chaos.history.Action;
import dev.hachi.chaos.history.History;
import dev.hachi.chaos.history.Operation;
import dev.hachi.chaos.history.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Visitors of pages, each of whom repeats a visit under its id until it is answered: so each visit
 * takes effect once, and is known to. Thread-safe.
 */
public final class Visitors implements AutoCloseable {
  private static final int VISITORS = 20;
  private static final Duration REPEAT_AFTER = Duration.ofMillis(50);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Client client;
  private final Endpoints endpoints;
  private final History history;
  private final Load.Rate rate;
  private final int pages;
  private final Map<String, Long> visits = new ConcurrentHashMap<>();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final List<Thread> threads = new ArrayList<>();

  private Visitors(Client client, Endpoints endpoints, History history, Load.Rate rate, int pages) {
    this.client = client;
    this.endpoints = endpoints;
    this.history = history;
    this.rate = rate;
    this.pages = pages;
  }

  /**
   * They begin at once.
   *
   * @param endpoints the replicas of visits
   * @param rate how many visits are made
   * @param pages to how many pages
   */
  public static Visitors start(
      Client client, Endpoints endpoints, History history, Load.Rate rate, int pages) {
    var visitors = new Visitors(client, endpoints, history, rate, pages);
    for (var number = 0; number < VISITORS; number++) {
      var name = "v" + number;
      var random = new SplittableRandom(rate.seed() + number);
      visitors.threads.add(Thread.ofVirtual().start(() -> visitors.visit(name, random)));
    }
    return visitors;
  }

  private void visit(String visitor, SplittableRandom random) {
    var pause = SECOND.multipliedBy(VISITORS).dividedBy(rate.perSecond()).toNanos();
    for (var number = 0; !ended.get(); number++) {
      var page = CounterWorkload.key(random.nextInt(pages));
      visitUntilAnswered(visitor, page, visitor + "-" + number, random);
      visits.merge(page, 1L, Long::sum);
      LockSupport.parkNanos(pause);
    }
  }

  private void visitUntilAnswered(String visitor, String page, String id, SplittableRandom random) {
    while (!visitOnce(visitor, page, id, random)) {
      LockSupport.parkNanos(REPEAT_AFTER.toNanos());
    }
  }

  private boolean visitOnce(String visitor, String page, String id, SplittableRandom random) {
    var endpoint = endpoints.choose(random);
    if (endpoint == null) {
      return false;
    }
    var form = new Request.Form("visit", '"' + page + '"');
    var start = System.nanoTime();
    var outcome = client.send(endpoint, visitor, form, id).join();
    var end = System.nanoTime();
    var visit = new Action.Other(form.handler(), form.message());
    history.add(new Operation(visitor, id, visit, endpoint.name(), start, start, end, outcome));
    return outcome instanceof Outcome.Value;
  }

  /** How many visits to each page were answered. */
  public Map<String, Long> answered() {
    return Map.copyOf(visits);
  }

  /** Begins no visit more, and waits for the answers of those that were begun. */
  @Override
  public void close() {
    ended.set(true);
    for (var thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
