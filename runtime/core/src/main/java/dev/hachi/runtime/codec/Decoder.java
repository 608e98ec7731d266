package dev.hachi.runtime.codec;

import dev.hachi.function.Bytes;
import dev.hachi.function.Header;
import dev.hachi.function.Reply;
import dev.hachi.function.Request;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads what {@link Encoder} wrote. Confined to one thread; trusts no length that the bytes claim.
 */
public final class Decoder {
  private final ByteBuffer in;

  private Decoder(byte[] bytes) {
    this.in = ByteBuffer.wrap(bytes);
  }

  /**
   * What {@code reading} makes of {@code bytes}, all of them.
   *
   * @throws IllegalArgumentException naming {@code what} when the bytes are cut off, too many or
   *     out of range
   */
  public static <T> T decode(String what, byte[] bytes, Function<Decoder, T> reading) {
    var decoder = new Decoder(bytes);
    try {
      var value = reading.apply(decoder);
      if (decoder.in.hasRemaining()) {
        throw new IllegalArgumentException(decoder.in.remaining() + " bytes follow the " + what);
      }
      return value;
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException(
          "the " + what + " is cut off after " + bytes.length + " bytes", e);
    }
  }

  /** Whether there is anything left. */
  public boolean hasMore() {
    return in.hasRemaining();
  }

  public int octet() {
    return in.get() & 0xff;
  }

  public boolean flag() {
    return octet() != 0;
  }

  public long number() {
    var number = 0L;
    for (var shift = 0; shift < Long.SIZE - 1; shift += 7) {
      var next = octet();
      number |= (long) (next & 0x7f) << shift;
      if (next < 0x80) {
        return number;
      }
    }
    throw new IllegalArgumentException("a number is out of range");
  }

  public int integer() {
    var number = number();
    if (number > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("a number is out of range: " + number);
    }
    return (int) number;
  }

  public long time() {
    return in.getLong();
  }

  public String string() {
    return new String(array(), StandardCharsets.UTF_8);
  }

  public Bytes bytes() {
    return Bytes.of(array());
  }

  public <T> List<T> list(Supplier<T> reader) {
    var size = integer();
    var items = new ArrayList<T>(Math.min(size, in.remaining()));
    for (var i = 0; i < size; i++) {
      items.add(reader.get());
    }
    return items;
  }

  public Request request() {
    return new Request(string(), list(this::header), bytes());
  }

  public Reply reply() {
    return new Reply(integer(), string(), list(this::header), bytes());
  }

  private Header header() {
    return new Header(string(), string());
  }

  private byte[] array() {
    var length = integer();
    if (length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    var array = new byte[length];
    in.get(array);
    return array;
  }
}
