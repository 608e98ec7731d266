package dev.hachi.watchdog.http;

import java.util.concurrent.CompletionStage;

/** What answers the requests of one port. Thread-safe; never blocks. */
interface Site {
  /** The answer to {@code call}; never completes with an exception. */
  CompletionStage<Answer> answer(Call call);

  /** The connection itself refused a request, before it was whole. */
  default void refused(String method, Answer answer) {}

  /** Whether connections should end after their current answer. */
  default boolean leaving() {
    return false;
  }
}
