package dev.hachi.function;

import java.util.List;

/**
 * A reply under full control of the handler; other reply types are encoded as JSON with status 200.
 *
 * @param status the HTTP status, 200 to 599
 * @param contentType the media type of {@code body}, empty for none
 * @param headers further headers in order; names that frame the message ({@code Content-Length},
 *     {@code Transfer-Encoding}, {@code Connection}) are left out on the way
 * @param body the bytes of the reply
 */
public record Reply(int status, String contentType, List<Header> headers, Bytes body) {
  public Reply {
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("status must be 200 to 599, was " + status);
    }
    headers = List.copyOf(headers);
  }

  /** A reply with status 200 and UTF-8 text. */
  public static Reply text(String text) {
    return new Reply(200, "text/plain; charset=utf-8", List.of(), Bytes.utf8(text));
  }
}
