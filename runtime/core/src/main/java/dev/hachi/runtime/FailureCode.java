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

  /** No function of that name is known here. */
  public static final String NO_SUCH_FUNCTION = "no_such_function";

  /** The handler threw; nothing changed. */
  public static final String HANDLER_FAILED = "handler_failed";

  /** The function's process cannot be reached, or hung up; nothing changed. */
  public static final String FUNCTION_FAILED = "function_failed";

  /** The function's process answered what its protocol does not allow; nothing changed. */
  public static final String BAD_ANSWER = "bad_answer";

  /** Too many invocations wait for this key. */
  public static final String OVERLOADED = "overloaded";

  /** The asked key waits, directly or over others, for the asker. */
  public static final String CALL_LOOP = "call_loop";

  /** The deadline passed before the outcome was known. */
  public static final String DEADLINE = "deadline";

  /** The store did not take the commit, or cannot be read: whether it took effect is unknown. */
  public static final String STORE_FAILED = "store_failed";

  /** The store has no room for the commit; nothing changed. */
  public static final String STORE_FULL = "store_full";

  /** This replica is shutting down; nothing changed. */
  public static final String DRAINING = "draining";

  /**
   * Another replica has the entity, or will: nothing is known of this invocation here. Routers
   * repeat it, with the same id, until it gets where it belongs.
   */
  public static final String MOVED = "moved";

  /**
   * Newer code has stored the entity's state, and this replica's code cannot read it: this attempt
   * changed nothing. Routers repeat it while there is a replica whose code is newer.
   */
  public static final String NEWER_STATE = "newer_state";

  /** All of them. */
  public static final Set<String> ALL =
      Set.of(
          BAD_MESSAGE,
          NO_SUCH_HANDLER,
          NO_SUCH_FUNCTION,
          HANDLER_FAILED,
          FUNCTION_FAILED,
          BAD_ANSWER,
          OVERLOADED,
          CALL_LOOP,
          DEADLINE,
          STORE_FAILED,
          STORE_FULL,
          DRAINING,
          MOVED,
          NEWER_STATE);

  private FailureCode() {}

  /** Whether {@code code} is the runtime's; an author cannot choose these. */
  public static boolean isOfTheRuntime(String code) {
    return ALL.contains(code);
  }
}
