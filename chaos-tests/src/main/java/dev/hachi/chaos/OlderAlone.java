package dev.hachi.chaos;

import dev.hachi.chaos.history.Operation;
import dev.hachi.chaos.history.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * When the older release alone was there, and had to refuse the keys that the newer one had
 * changed. Times are those of {@link System#nanoTime}.
 */
final class OlderAlone {
  static final String RULE = "older code refuses what newer code stored";
  private static final String REFUSED = "newer_state";
  private static final int STATUS = 503;

  /** Until all of the older release have heard that one of the newer is there. */
  private static final Duration HEARD_WITHIN = Duration.ofSeconds(2);

  private record Period(long from, long to) {
    /** Whether it was on its way then. */
    boolean overlaps(Operation operation) {
      return operation.end() > from && operation.start() < to;
    }
  }

  private final List<Period> periods = new ArrayList<>();

  /** From {@code now} on the last of the newer release may be gone. */
  void begin(long now) {
    periods.add(new Period(now, Long.MAX_VALUE));
  }

  /** At {@code now} one of the newer release is back, if the older one was alone until then. */
  void end(long now) {
    if (!periods.isEmpty() && periods.getLast().to() == Long.MAX_VALUE) {
      periods.add(new Period(periods.removeLast().from(), now + HEARD_WITHIN.toNanos()));
    }
  }

  /** Whether it was refused when nobody was there who could have served it. */
  boolean explains(Operation operation) {
    return isRefused(operation) && periods.stream().anyMatch(period -> period.overlaps(operation));
  }

  /** Whether of {@code failures} at least one was refused each time. */
  boolean hasRefusedEachTime(List<Operation> failures) {
    return !periods.isEmpty()
        && periods.stream()
            .allMatch(period ->
                failures.stream().anyMatch(one -> isRefused(one) && period.overlaps(one)));
  }

  private static boolean isRefused(Operation operation) {
    return operation.outcome() instanceof Outcome.Failed(var status, var body)
        && status == STATUS
        && body.contains(REFUSED);
  }
}
