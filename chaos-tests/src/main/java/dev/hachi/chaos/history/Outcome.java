package dev.hachi.chaos.history;

/** How an operation ended for its caller. */
public sealed interface Outcome {
  /** It took effect, and this is the reply; 1 and 0 for true and false. */
  record Value(long value) implements Outcome {
    @Override
    public String toString() {
      return "value " + value;
    }
  }

  /** It took effect, and the reply is no number. */
  record Text(String text) implements Outcome {
    @Override
    public String toString() {
      return "reply " + text;
    }
  }

  /** It was answered, but not with a reply. */
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

  /** Whether it was answered with a reply. */
  default boolean isReply() {
    return this instanceof Value || this instanceof Text;
  }

  /** Whether it may have taken effect although its caller got no reply. */
  default boolean isInDoubt() {
    return switch (this) {
      case Value _, Text _ -> false;
      // What is refused has no effect; behind a 5xx the first attempt may have had one.
      case Failed(var status, var _) -> status >= 500;
      case Unknown _ -> true;
    };
  }

  /** Whether a handler refused it: the cluster did what it should. */
  default boolean isRefusal() {
    return this instanceof Failed(var status, var _) && status == REFUSED;
  }

  /** The status of what the author of a function refuses. */
  int REFUSED = 422;
}
