package dev.hachi.chaos.history;

/** How an operation ended for its caller. */
public sealed interface Outcome {
  /** It took effect, and this is the value after it. */
  record Value(long value) implements Outcome {
    @Override
    public String toString() {
      return "value " + value;
    }
  }

  /** It was answered, but not with a value. */
  record Failed(int status, String body) implements Outcome {
    @Override
    public String toString() {
      return "status " + status + ": " + body;
    }
  }

  /** No answer arrived; nobody knows whether it took effect. */
  record Unknown(String why) implements Outcome {
    @Override
    public String toString() {
      return "no answer: " + why;
    }
  }

  /** Whether it may have taken effect although its caller was told no value. */
  default boolean isInDoubt() {
    return switch (this) {
      case Value _ -> false;
      // What is refused has no effect; behind a 5xx the first attempt may have had one.
      case Failed(var status, var _) -> status >= 500;
      case Unknown _ -> true;
    };
  }
}
