package dev.hachi.watchdog.http;

import java.util.concurrent.CompletionStage;

/** What answers the whole requests of one port. Thread-safe; never blocks. */
interface Site {
  /** The answer to {@code call}; never completes with an exception. */
  CompletionStage<Answer> answer(Call call);

  /** A request was answered with {@code status} before it was whole. */
  default void refused(String method, int status) {}

  /** Whether connections should end after their current answer. */
  default boolean leaving() {
    return false;
  }
}
