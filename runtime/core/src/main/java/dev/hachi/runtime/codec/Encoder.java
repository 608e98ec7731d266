package dev.hachi.runtime.codec;

import dev.hachi.function.Bytes;
import dev.hachi.function.Header;
import dev.hachi.function.Reply;
import dev.hachi.function.Request;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/**
 * Writes Hachi's compact binary form. Numbers are unsigned LEB128, strings (UTF-8), bytes and lists
 * carry their length first, times are 8 bytes, big endian. Golden files in the tests pin it.
 * Confined to one thread; {@link Decoder} reads what it writes.
 */
public final class Encoder {
  private static final int LAST_SEVEN_BITS = 0x7f;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
  private final DataOutputStream out = new DataOutputStream(bytes);

  public byte[] toArray() {
    return bytes.toByteArray();
  }

  /** Writes one byte, the lowest of {@code value}. */
  public void octet(int value) {
    bytes.write(value);
  }

  public void flag(boolean value) {
    octet(value ? 1 : 0);
  }

  /** Writes a number that is not negative. */
  public void number(long value) {
    var rest = value;
    while (rest > LAST_SEVEN_BITS) {
      octet((int) (rest & LAST_SEVEN_BITS) | 0x80);
      rest >>>= 7;
    }
    octet((int) rest);
  }

  /** Writes milliseconds since the epoch. */
  public void time(long millis) {
    try {
      out.writeLong(millis);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // an array does not fail
    }
  }

  public void string(String text) {
    array(text.getBytes(StandardCharsets.UTF_8));
  }

  public void bytes(Bytes value) {
    array(value.toArray());
  }

  public <T> void list(List<T> items, Consumer<T> writer) {
    number(items.size());
    items.forEach(writer);
  }

  public void request(Request request) {
    string(request.contentType());
    list(request.headers(), this::header);
    bytes(request.body());
  }

  public void reply(Reply reply) {
    number(reply.status());
    string(reply.contentType());
    list(reply.headers(), this::header);
    bytes(reply.body());
  }

  private void header(Header header) {
    string(header.name());
    string(header.value());
  }

  private void array(byte[] value) {
    number(value.length);
    bytes.writeBytes(value);
  }
}
