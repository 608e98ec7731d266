package dev.hachi.runtime.entity;

import dev.hachi.runtime.Outcome;

/** Where the outcome of an invocation goes, on this replica or another. Thread-safe. */
@FunctionalInterface
public interface ReplyTo {
  /** Tells the outcome; only the first one counts. */
  void tell(Outcome outcome);
}
