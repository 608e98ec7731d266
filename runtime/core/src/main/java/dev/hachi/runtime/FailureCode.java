package dev.hachi.runtime;

import java.util.Set;

/**
 * The codes with which the runtime itself fails an invocation; every other code is the author's.
 */
public final class FailureCode {
  /** The message does not decode into the handler's parameter. */
  public static final String BAD_MESSAGE = "bad_message";

  /** The function has no handler of that name. */
  public static final String NO_SUCH_HANDLER = "no_such_handler";

  /** The handler threw; nothing changed. */
  public static final String HANDLER_FAILED = "handler_failed";

  /** Too many invocations wait for this key. */
  public static final String OVERLOADED = "overloaded";

  /** The deadline passed before the outcome was known. */
  public static final String DEADLINE = "deadline";

  /** The store did not take the commit, or cannot be read: whether it took effect is unknown. */
  public static final String STORE_FAILED = "store_failed";

  /** This replica is shutting down; nothing changed. */
  public static final String DRAINING = "draining";

  /** All of them. */
  public static final Set<String> ALL =
      Set.of(
          BAD_MESSAGE,
          NO_SUCH_HANDLER,
          HANDLER_FAILED,
          OVERLOADED,
          DEADLINE,
          STORE_FAILED,
          DRAINING);

  private FailureCode() {}
}
