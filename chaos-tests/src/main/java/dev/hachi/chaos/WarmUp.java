package dev.hachi.chaos;

import dev.hachi.chaos.history.Outcome;
import dev.hachi.chaos.workload.Client;
import dev.hachi.chaos.workload.Endpoint;
import dev.hachi.chaos.workload.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Until their code is compiled, replicas that start together have no time for a load. */
final class WarmUp {
  /** What is enough for a few replicas. */
  static final int SECONDS = 15;

  private static final Duration QUICK = Duration.ofMillis(50);
  private static final int QUICK_ROUNDS = 20;
  private static final int AT_ONCE = 50;

  private WarmUp() {}

  /** Asks keys that no workload has until {@code anyone} is quick, or {@code max} has passed. */
  static void run(Client client, Request.Form form, Supplier<Endpoint> anyone, Duration max) {
    var end = System.nanoTime() + max.toNanos();
    var quick = 0;
    for (var round = 0; quick < QUICK_ROUNDS && System.nanoTime() < end; round++) {
      var start = System.nanoTime();
      var sent = new ArrayList<CompletableFuture<Outcome>>();
      for (var number = 0; number < AT_ONCE; number++) {
        var id = "warm-" + round + "-" + number;
        sent.add(client.send(anyone.get(), "warm-" + number, form, id));
      }
      sent.forEach(CompletableFuture::join);
      quick = System.nanoTime() - start < QUICK.toNanos() ? quick + 1 : 0;
    }
  }
}
