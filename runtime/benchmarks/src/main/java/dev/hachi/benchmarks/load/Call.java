package dev.hachi.benchmarks.load;

import java.nio.charset.StandardCharsets;

/**
 * What is asked of one key after another.
 *
 * @param method of HTTP
 * @param before the path up to the key
 * @param after the path behind the key
 * @param body JSON; empty for none
 */
public record Call(String method, String before, String after, String body) {
  /** A POST to {@code /KEY/HANDLER}. */
  public static Call handler(String handler, String body) {
    return new Call("POST", "/", "/" + handler, body);
  }

  /** A GET of {@code /KEY/HANDLER}. */
  public static Call read(String handler) {
    return new Call("GET", "/", "/" + handler, "");
  }

  /** The call that a yardstick answers: it adds 1 to a key below {@code prefix}. */
  public static Call counter(String prefix) {
    return new Call("POST", prefix + "/counter/", "", "1");
  }

  /** The request for the key of that number. */
  public byte[] request(int key) {
    var head = method + " " + before + "k" + key + after + " HTTP/1.1\r\nHost: localhost\r\n";
    var text =
        body.isEmpty()
            ? head + "\r\n"
            : head
                + "Content-Type: application/json\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n"
                + body;
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
