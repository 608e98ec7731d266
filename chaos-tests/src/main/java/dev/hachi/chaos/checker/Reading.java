package dev.hachi.chaos.checker;

import dev.hachi.chaos.history.Operation;
import java.util.Collection;
import java.util.List;

/**
 * The operations of one key with some doubts settled, so that a search has less to try.
 *
 * @param provesGood whether what explains them explains the operations as they were asked
 * @param provesBad whether those have no explanation when these have none
 */
record Reading(Collection<Operation> operations, boolean provesGood, boolean provesBad) {
  /** One in which nothing is lost. */
  static Reading exact(Collection<Operation> operations) {
    return new Reading(List.copyOf(operations), true, true);
  }
}
