package dev.hachi.function;

/**
 * What {@link Context#ask(Call)} throws when the asked handler did not reply. A handler that lets
 * it pass fails its own invocation with the same code.
 */
public final class AskFailedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String code;

  /**
   * @param code a stable word: the asked handler's own, or one of the runtime's such as {@code
   *     deadline} or {@code call_loop}
   * @param message a sentence for people
   */
  public AskFailedException(String code, String message) {
    super(message);
    this.code = code;
  }

  /** A stable word for programs. */
  public String code() {
    return code;
  }
}
