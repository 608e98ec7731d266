package dev.hachi.function;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/** What names and keys may be. */
final class Names {
  /** The codes with which the runtime fails an invocation. */
  static final Set<String> RUNTIME_CODES =
      Set.of(
          "bad_answer",
          "bad_id",
          "bad_key",
          "bad_message",
          "call_loop",
          "deadline",
          "draining",
          "function_failed",
          "handler_failed",
          "moved",
          "newer_state",
          "no_such_function",
          "no_such_handler",
          "not_found",
          "overloaded",
          "starting",
          "store_failed",
          "store_full",
          "too_large");

  /** What stands before the name of a function that is reached over the gateway. */
  static final String GATEWAY = "gateway:";

  private static final int KEY_MAX = 512;

  private Names() {}

  static void check(String what, String name) {
    if (!name.matches("[a-zA-Z0-9_-]{1,63}")) {
      throw new IllegalArgumentException(
          what + " must be 1 to 63 of letters, digits, - and _; was \"" + name + "\"");
    }
  }

  /** A function of this cluster, or one behind the gateway. */
  static void checkFunction(String name) {
    if (!name.startsWith(GATEWAY)) {
      check("function", name);
    } else if (!name.matches(GATEWAY + "[a-zA-Z0-9_-]{1,63}(\\.[a-zA-Z0-9-]{1,63})?")) {
      throw new IllegalArgumentException(
          "a function behind the gateway must be gateway:NAME or gateway:NAME.NAMESPACE; was \""
              + name
              + "\"");
    }
  }

  static void checkKey(String key) {
    var size = key.getBytes(StandardCharsets.UTF_8).length;
    if (size < 1 || size > KEY_MAX) {
      throw new IllegalArgumentException(
          "key must be 1 to " + KEY_MAX + " bytes of UTF-8, was " + size);
    }
  }
}
