package dev.hachi.sharding.simulation;

import org.jspecify.annotations.Nullable;

/** What a caller wants of a key, until he has the outcome or gives up. */
final class Invocation {
  enum Kind {
    /** Add one to a counter. */
    ADD,
    /** Delete a counter. */
    DELETE,
    READ,
    /** Send money to another account. */
    TRANSFER,
    /** Set a timer. */
    REMIND
  }

  final long id;
  final Kind kind;
  final String key;
  final String to;
  final long amount;
  final long deadline;

  /** Whether an entity has it: what has no lasting id is not repeated then. */
  boolean taken;

  @Nullable Long outcome;

  Invocation(long id, Kind kind, String key, String to, long amount, long deadline) {
    this.id = id;
    this.kind = kind;
    this.key = key;
    this.to = to;
    this.amount = amount;
    this.deadline = deadline;
  }

  boolean isLasting() {
    return kind != Kind.ADD && kind != Kind.DELETE;
  }

  @Override
  public String toString() {
    return "%s %s (%d)".formatted(kind, key, id);
  }
}
