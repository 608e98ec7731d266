package dev.hachi.chaos.checker;

import dev.hachi.chaos.history.Operation;

/** Whether the operations of one key have an order that explains all replies. */
sealed interface Verdict {
  /** There is an order. */
  record Good() implements Verdict {}

  /** There is none; {@code blocked} is what has no place in it. */
  record Bad(Operation blocked) implements Verdict {}

  /** The steps did not suffice; {@code blocked} had no place where the search came farthest. */
  record Undecided(Operation blocked) implements Verdict {}
}
