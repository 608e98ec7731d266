package dev.hachi.openfaas.gateway;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before a repetition. Pure but for its chance. */
record Backoff(Duration first, RandomGenerator random) {
  private static final int DOUBLINGS_MAX = 16;

  /**
   * Before the next attempt, {@code failed} of which have failed: half of a doubling time and a
   * random part of the other half, so that callers that failed together come back apart.
   *
   * @param asked what the gateway asked for at least; zero for nothing
   */
  Duration after(int failed, Duration asked) {
    var doubled = first.multipliedBy(1L << Math.min(failed - 1, DOUBLINGS_MAX));
    var most =
        doubled.compareTo(GatewaySettings.BACKOFF_MAX) < 0 ? doubled : GatewaySettings.BACKOFF_MAX;
    var wait = Duration.ofNanos(most.toNanos() / 2 + random.nextLong(most.toNanos() / 2 + 1));
    return wait.compareTo(asked) < 0 ? asked : wait;
  }
}
