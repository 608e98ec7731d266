package dev.hachi.protocol;

/** A process answered what the protocol does not allow; the text says what. */
public final class BadAnswerException extends Exception {
  private static final long serialVersionUID = 1;

  /** With one sentence. */
  public BadAnswerException(String message) {
    super(message);
  }

  BadAnswerException(String message, Throwable cause) {
    super(message, cause);
  }
}
