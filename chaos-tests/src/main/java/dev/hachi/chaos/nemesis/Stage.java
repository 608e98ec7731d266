package dev.hachi.chaos.nemesis;

import dev.hachi.chaos.history.History;
import dev.hachi.chaos.workload.Client;
import dev.hachi.chaos.workload.Endpoints;
import dev.hachi.chaos.workload.Workload;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * All that faults are made with.
 *
 * @param network null where packets cannot be dropped
 */
public record Stage(
    Fleet fleet,
    Keeper keeper,
    @Nullable Network network,
    History history,
    Client client,
    Endpoints endpoints,
    Workload workload) {
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  /** Waits until {@code condition} holds; false when it did not within {@code patience}. */
  static boolean await(Duration patience, Callable<Boolean> condition) throws Exception {
    var deadline = System.nanoTime() + patience.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
        return false;
      }
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
    return true;
  }
}
