package dev.hachi.runtime.entity;

import dev.hachi.runtime.FailureCode;
import dev.hachi.runtime.Invocation;
import dev.hachi.runtime.Origin;
import dev.hachi.runtime.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** An invocation under way and all who wait for its outcome. Confined to its entity. */
final class Pending {
  private static final int CALLERS_MAX = 64;

  private final Invocation invocation;
  private final List<Consumer<Outcome>> callers = new ArrayList<>(1);

  Pending(Invocation invocation, Consumer<Outcome> caller) {
    this.invocation = invocation;
    callers.add(caller);
  }

  Invocation invocation() {
    return invocation;
  }

  boolean isTimer() {
    return invocation.origin() instanceof Origin.Timer;
  }

  boolean isSameAs(Invocation other) {
    return invocation.id().equals(other.id()) && invocation.handler().equals(other.handler());
  }

  /** A repetition of the same id waits for the same outcome. */
  void join(Consumer<Outcome> caller) {
    if (callers.size() < CALLERS_MAX) {
      callers.add(caller);
    } else {
      caller.accept(
          new Outcome.Failed(
              FailureCode.OVERLOADED,
              CALLERS_MAX + " callers already wait for the id " + invocation.id()));
    }
  }

  boolean isLate(Instant now) {
    return !now.isBefore(invocation.deadline());
  }

  void end(Outcome outcome) {
    var all = List.copyOf(callers);
    callers.clear();
    all.forEach(caller -> caller.accept(outcome));
  }
}
