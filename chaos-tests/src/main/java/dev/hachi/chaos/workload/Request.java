package dev.hachi.chaos.workload;

import dev.hachi.chaos.history.Action;
import org.jspecify.annotations.Nullable;

/** One action, for one key. */
public record Request(String key, Action action) {
  /**
   * How an action is asked for over HTTP: {@code /KEY/HANDLER} with the message as its body.
   *
   * @param message JSON; null for a body of no bytes
   */
  public record Form(String handler, @Nullable String message) {}
}
