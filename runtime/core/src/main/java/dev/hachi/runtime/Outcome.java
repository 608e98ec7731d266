package dev.hachi.runtime;

import dev.hachi.function.Reply;

/** How an invocation ended. */
public sealed interface Outcome {
  /** The handler's reply, after its commit. */
  record Replied(Reply reply) implements Outcome {}

  /**
   * Nothing was changed by this invocation, unless the code says that it is unknown.
   *
   * @param code a word of {@link FailureCode}, or the author's own
   * @param message a sentence for people: the fact, the value, the way out
   */
  record Failed(String code, String message) implements Outcome {}
}
