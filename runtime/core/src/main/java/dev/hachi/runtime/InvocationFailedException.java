package dev.hachi.runtime;

import org.jspecify.annotations.Nullable;

/** An invocation that changes nothing; the text is fit for the caller. */
public class InvocationFailedException extends Exception {
  private static final long serialVersionUID = 1;

  private final String code;

  /**
   * @param code a word of {@link FailureCode}
   * @param message a sentence for people
   * @param cause what operators should find in the log; null when the caller alone is concerned
   */
  public InvocationFailedException(String code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** The code with which the invocation fails. */
  public final String code() {
    return code;
  }
}
