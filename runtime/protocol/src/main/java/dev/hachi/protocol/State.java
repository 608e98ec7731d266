package dev.hachi.protocol;

import dev.hachi.function.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What a function's process remembers of a key.
 *
 * @param contentType {@link #JSON} for a JSON value; anything else is raw bytes of that type
 * @param body the JSON text in UTF-8, or the raw bytes
 */
public record State(String contentType, Bytes body) {
  /** The content type of JSON values. */
  public static final String JSON = "application/json";

  /** The state of a key that has none: the JSON value null. */
  public static final State NONE = new State(JSON, Bytes.utf8("null"));

  /** The version of {@link #encode}. */
  public static final int VERSION = 1;

  private static final int TYPE_MAX = 255;

  /** With its content type checked. */
  public State {
    if (!contentType.matches("[!-~][ -~]{0,254}")) {
      throw new IllegalArgumentException(
          "the content type of a state must be 1 to %d visible ASCII characters, was \"%s\""
              .formatted(TYPE_MAX, contentType));
    }
  }

  boolean isJson() {
    return contentType.equals(JSON);
  }

  /** The bytes to store: the size of the content type, the content type, the body. */
  public Bytes encode() {
    byte[] type = contentType.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer all = ByteBuffer.allocate(1 + type.length + body.size());
    all.put((byte) type.length).put(type).put(body.buffer());
    return Bytes.of(all.array());
  }

  /**
   * What {@link #encode} made.
   *
   * @throws IllegalArgumentException when it did not
   */
  public static State decode(int version, Bytes stored) {
    ByteBuffer all = stored.buffer();
    int size = all.hasRemaining() ? all.get() & 0xff : 0;
    if (version != VERSION || size == 0 || size > all.remaining()) {
      throw new IllegalArgumentException(
          "the stored bytes are no state of a process: version %d, %d bytes"
              .formatted(version, stored.size()));
    }
    byte[] type = new byte[size];
    byte[] body = new byte[all.remaining() - size];
    all.get(type).get(body);
    return new State(new String(type, StandardCharsets.US_ASCII), Bytes.of(body));
  }
}
