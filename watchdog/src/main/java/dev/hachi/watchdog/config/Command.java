package dev.hachi.watchdog.config;

import java.util.List;

/**
 * The function's process.
 *
 * @param text what {@code fprocess} says
 */
public record Command(String text) {
  /**
   * The program and its arguments: parted by single spaces, without quoting and without a shell.
   */
  public List<String> words() {
    return List.of(text.split(" ", -1));
  }

  /** The file to run. */
  public String program() {
    return words().getFirst();
  }
}
