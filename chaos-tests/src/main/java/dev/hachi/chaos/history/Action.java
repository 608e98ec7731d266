package dev.hachi.chaos.history;

import org.jspecify.annotations.Nullable;

/** What a caller asks of a key. */
public sealed interface Action {
  /** Adds to a number and replies with the sum. */
  record Add(long amount) implements Action {}

  /** Replies with the value and changes nothing. */
  record Read() implements Action {}

  /** Replaces the value. */
  record Write(long value) implements Action {}

  /** Replaces the value if it is {@code expected}; replies with the one that was there. */
  record CompareAndSet(long expected, long value) implements Action {}

  /** Takes from this account and sends a message that gives to another. */
  record Transfer(String to, long amount) implements Action {}

  /** Sets a timer of a name of its own that must fire once. */
  record Arm(long millis) implements Action {}

  /** Whatever else a function of a user's own can do. */
  record Other(String handler, @Nullable String message) implements Action {}

  /** Whether it changes nothing, whatever becomes of it. */
  default boolean isRead() {
    return this instanceof Read;
  }

  /**
   * Whether it has changed something when it was answered {@code outcome}: asked for again under
   * its id, it must be answered the same and change nothing more.
   */
  default boolean hasChanged(Outcome outcome) {
    return switch (this) {
      case Add _, Write _, Transfer _, Arm _ -> outcome.isReply();
      case CompareAndSet(var expected, var _) ->
          outcome instanceof Outcome.Value(var was) && was == expected;
      case Read _, Other _ -> false;
    };
  }
}
