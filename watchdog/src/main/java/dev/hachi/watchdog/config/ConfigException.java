package dev.hachi.watchdog.config;

import java.util.List;

/** The environment does not describe a watchdog; the message names every wrong variable. */
public final class ConfigException extends RuntimeException {
  private final List<String> problems;

  ConfigException(List<String> problems) {
    super(String.join("; ", problems));
    this.problems = List.copyOf(problems);
  }

  /** One sentence per wrong variable: its name, its value, what is allowed. */
  public List<String> problems() {
    return problems;
  }
}
