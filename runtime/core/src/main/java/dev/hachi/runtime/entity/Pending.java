package dev.hachi.runtime.entity;

import dev.hachi.runtime.FailureCode;
import dev.hachi.runtime.Invocation;
import dev.hachi.runtime.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/** An invocation under way and all who wait for its outcome. Confined to its entity. */
final class Pending {
  private static final int CALLERS_MAX = 64;

  private final Invocation invocation;
  private final List<ActorRef<Outcome>> callers = new ArrayList<>(1);

  Pending(Invocation invocation, ActorRef<Outcome> caller) {
    this.invocation = invocation;
    callers.add(caller);
  }

  Invocation invocation() {
    return invocation;
  }

  boolean isSameAs(Invocation other) {
    return invocation.id().equals(other.id()) && invocation.handler().equals(other.handler());
  }

  /** A repetition of the same id waits for the same outcome. */
  void join(ActorRef<Outcome> caller) {
    if (callers.size() < CALLERS_MAX) {
      callers.add(caller);
    } else {
      caller.tell(
          new Outcome.Failed(
              FailureCode.OVERLOADED,
              CALLERS_MAX + " callers already wait for the id " + invocation.id()));
    }
  }

  boolean isLate(Instant now) {
    return !now.isBefore(invocation.deadline());
  }

  void end(Outcome outcome) {
    callers.forEach(caller -> caller.tell(outcome));
    callers.clear();
  }
}
