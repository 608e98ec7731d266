package dev.hachi.sharding.simulation;

/** What an entity is to do. */
sealed interface Work {
  /** For a caller whose router is {@code router}. */
  record Invoke(Invocation invocation, Node router) implements Work {}

  record Receive(State.Tell tell) implements Work {}

  /** The receiver has it. */
  record Settle(long tell) implements Work {}

  /** Timers are due, or tells to be repeated. */
  record Wake() implements Work {}
}
