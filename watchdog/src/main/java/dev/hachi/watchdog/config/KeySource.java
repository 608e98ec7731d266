package dev.hachi.watchdog.config;

import com.fasterxml.jackson.core.JsonPointer;

/** Where in a request the key stands. */
public sealed interface KeySource {
  /** The path is {@code /{key}/{handler}}. */
  record Path() implements KeySource {}

  /** The path is {@code /{handler}}; the key is the value of the header {@code name}. */
  record Header(String name) implements KeySource {}

  /** The path is {@code /{handler}}; the key is the value of the query parameter {@code name}. */
  record Query(String name) implements KeySource {}

  /**
   * The path is {@code /{handler}}; the key is the string or whole number at {@code pointer} in the
   * JSON body.
   */
  record Json(JsonPointer pointer) implements KeySource {}
}
