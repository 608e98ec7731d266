package dev.hachi.watchdog.proxy;

import java.io.IOException;

/** The function's process answered more than is kept in memory. */
public final class AnswerTooLargeException extends IOException {
  private static final long serialVersionUID = 1;

  AnswerTooLargeException(int max) {
    super(
        "the answer has more than "
            + max
            + " bytes, which is what hachi_buffer_max and hachi_bodies_max allow");
  }
}
