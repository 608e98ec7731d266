package dev.hachi.watchdog.config;

/** Where in a request the key stands. */
public sealed interface KeySource {
  /** The path is {@code /{key}/{handler}}. */
  record Path() implements KeySource {}

  /** The path is {@code /{handler}}; the key is the value of the header {@code name}. */
  record Header(String name) implements KeySource {}

  /** The path is {@code /{handler}}; the key is the value of the query parameter {@code name}. */
  record Query(String name) implements KeySource {}
}
