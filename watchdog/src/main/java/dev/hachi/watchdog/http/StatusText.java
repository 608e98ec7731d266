package dev.hachi.watchdog.http;

import io.netty.handler.codec.http.HttpResponseStatus;

/** The words beside a status code, as Go's server writes them. */
public final class StatusText {
  private StatusText() {}

  /** {@code code} with its words. */
  public static HttpResponseStatus of(int code) {
    return switch (code) {
      case 103 -> status(code, "Early Hints");
      case 208 -> status(code, "Already Reported");
      case 226 -> status(code, "IM Used");
      case 414 -> status(code, "Request URI Too Long");
      case 418 -> status(code, "I'm a teapot");
      case 425 -> status(code, "Too Early");
      case 451 -> status(code, "Unavailable For Legal Reasons");
      case 508 -> status(code, "Loop Detected");
      default -> known(code);
    };
  }

  private static HttpResponseStatus known(int code) {
    HttpResponseStatus status = HttpResponseStatus.valueOf(code);
    // Netty makes up words with the number in them for what it does not know.
    return status.reasonPhrase().endsWith(")") ? status(code, "status code " + code) : status;
  }

  private static HttpResponseStatus status(int code, String words) {
    return new HttpResponseStatus(code, words);
  }
}
