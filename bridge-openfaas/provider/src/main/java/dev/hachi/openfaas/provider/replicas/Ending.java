package dev.hachi.openfaas.provider.replicas;

import dev.hachi.openfaas.provider.Say;
import java.time.Duration;

/**
 * How replicas end; blocks. Thread-safe.
 *
 * @param callsMax how long calls may take
 */
record Ending(Duration callsMax) {
  private static final Duration DRAIN_MAX = Duration.ofSeconds(60);
  private static final Duration IDLE_EVERY = Duration.ofMillis(10);

  /** First its calls end, so that none is under way when it stops to listen. */
  void afterCalls(Replica replica) {
    try {
      long end = System.nanoTime() + callsMax.toNanos();
      while (replica.calls() > 0 && System.nanoTime() < end) {
        Thread.sleep(IDLE_EVERY);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    now(replica);
  }

  /** What it runs it finishes by itself. */
  void now(Replica replica) {
    try {
      replica.terminate();
      if (!replica.awaitEnd(DRAIN_MAX)) {
        Say.line(
            "replica %s did not end within %d s and is killed"
                .formatted(replica.id(), DRAIN_MAX.toSeconds()));
        replica.kill();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
