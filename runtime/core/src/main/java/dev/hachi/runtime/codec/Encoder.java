package dev.hachi.runtime.codec;

import dev.hachi.function.Bytes;
import dev.hachi.function.Header;
import dev.hachi.function.Reply;
import dev.hachi.function.Request;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Writes Hachi's compact binary form. Numbers are unsigned LEB128, strings (UTF-8), bytes and lists
 * carry their length first, times are 8 bytes, big endian. Golden files in the tests pin it.
 * Confined to one thread; {@link Decoder} reads what it writes.
 */
public final class Encoder {
  private static final int LAST_SEVEN_BITS = 0x7f;

  private byte[] content = new byte[64];
  private int size;

  public byte[] toArray() {
    return Arrays.copyOf(content, size);
  }

  /** How many bytes were written so far. */
  public int size() {
    return size;
  }

  /** Writes one byte, the lowest of {@code value}. */
  public void octet(int value) {
    reserve(1);
    content[size] = (byte) value;
    size++;
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
    reserve(Long.BYTES);
    ByteBuffer.wrap(content).putLong(size, millis);
    size += Long.BYTES;
  }

  public void string(String text) {
    buffer(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  public void bytes(Bytes value) {
    buffer(value.buffer());
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

  private void buffer(ByteBuffer value) {
    var length = value.remaining();
    number(length);
    reserve(length);
    value.get(content, size, length);
    size += length;
  }

  private void reserve(int more) {
    if (more > content.length - size) {
      content = Arrays.copyOf(content, Math.max(Math.addExact(size, more), 2 * content.length));
    }
  }
}
