package dev.hachi.openfaas.provider.contract;

/** A request is not done; the message is the sentence for its caller. */
public final class Refused extends RuntimeException {
  private final int status;

  /** Answered with {@code status}. */
  public Refused(int status, String sentence) {
    super(sentence);
    this.status = status;
  }

  /** The request itself is wrong. */
  public static Refused bad(String sentence) {
    return new Refused(400, sentence);
  }

  /** What it names is not there. */
  public static Refused missing(String sentence) {
    return new Refused(404, sentence);
  }

  /** What it names is there already, or in use. */
  public static Refused conflict(String sentence) {
    return new Refused(409, sentence);
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The sentence. */
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
