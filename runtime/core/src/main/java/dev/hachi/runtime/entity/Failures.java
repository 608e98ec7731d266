package dev.hachi.runtime.entity;

import dev.hachi.runtime.Address;
import dev.hachi.runtime.FailureCode;
import dev.hachi.runtime.Outcome;
import dev.hachi.runtime.store.StoreFullException;
import java.util.Collection;
import java.util.TreeSet;

/** What callers hear when the runtime itself fails an invocation. */
final class Failures {
  private Failures() {}

  static Outcome unknown(String function, Collection<String> hosted) {
    return new Outcome.Failed(
        FailureCode.NO_SUCH_FUNCTION,
        "no function %s is hosted here; there are %s"
            .formatted(function, String.join(", ", new TreeSet<>(hosted))));
  }

  static Outcome draining() {
    return new Outcome.Failed(
        FailureCode.DRAINING, "this replica is shutting down; repeat with the same id");
  }

  static Outcome moved(Address address) {
    return new Outcome.Failed(
        FailureCode.MOVED,
        "%s is on another replica, or on its way there; repeat with the same id"
            .formatted(address));
  }

  static Outcome newerState(Address address, int stored, int known) {
    return new Outcome.Failed(
        FailureCode.NEWER_STATE,
        "newer code stored %s under state version %d, and the code here knows 1 to %d: it is kept,"
                .formatted(address, stored, known)
            + " and served again once replicas of the newer code are back; repeat with the same id");
  }

  static Outcome overloaded(Address address, int waitingMax) {
    return new Outcome.Failed(
        FailureCode.OVERLOADED,
        "%d invocations already wait for %s; repeat later".formatted(waitingMax, address));
  }

  static Outcome late() {
    return new Outcome.Failed(
        FailureCode.DEADLINE, "the deadline passed before the outcome was known");
  }

  static Outcome storeFull(Address address, StoreFullException why) {
    return new Outcome.Failed(
        FailureCode.STORE_FULL, address + " did not change: " + why.getMessage());
  }

  static Outcome storeFailed(Address address) {
    return new Outcome.Failed(
        FailureCode.STORE_FAILED,
        "the store failed for "
            + address
            + ", so it is unknown whether this took effect; repeat it with the same id");
  }
}
