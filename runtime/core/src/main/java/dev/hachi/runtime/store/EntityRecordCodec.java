package dev.hachi.runtime.store;

import dev.hachi.function.Bytes;
import dev.hachi.function.Header;
import dev.hachi.function.Reply;
import dev.hachi.runtime.store.EntityRecord.Remembered;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stored form of an {@link EntityRecord}: a format byte, then the fields in order. Numbers are
 * unsigned LEB128, except {@code expiresAt} (8 bytes, big endian); strings and bytes carry their
 * length first. Golden files in the tests pin it.
 */
final class EntityRecordCodec {
  private static final int FORMAT = 1;

  private EntityRecordCodec() {}

  static byte[] encode(EntityRecord record) {
    var bytes = new ByteArrayOutputStream(64);
    try (var out = new DataOutputStream(bytes)) {
      out.writeByte(FORMAT);
      writeNumber(out, record.stateVersion());
      writeState(out, record.state());
      writeNumber(out, record.remembered().size());
      for (var remembered : record.remembered()) {
        writeRemembered(out, remembered);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // an array does not fail
    }
    return bytes.toByteArray();
  }

  /**
   * @throws IllegalArgumentException when the bytes are of another format, cut off, or too many
   */
  static EntityRecord decode(byte[] bytes) {
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      var format = in.readUnsignedByte();
      if (format != FORMAT) {
        throw new IllegalArgumentException(
            "record format must be " + FORMAT + ", was " + format + ": a newer release wrote it");
      }
      var record = new EntityRecord(readNumber(in), readState(in), readAllRemembered(in));
      if (in.available() > 0) {
        throw new IllegalArgumentException(in.available() + " bytes follow the record");
      }
      return record;
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "the record is cut off after " + bytes.length + " bytes", e);
    }
  }

  private static void writeState(DataOutputStream out, @Nullable Bytes state) throws IOException {
    out.writeBoolean(state != null);
    if (state != null) {
      writeBytes(out, state.toArray());
    }
  }

  private static @Nullable Bytes readState(DataInputStream in) throws IOException {
    return in.readBoolean() ? Bytes.of(readBytes(in)) : null;
  }

  private static void writeRemembered(DataOutputStream out, Remembered remembered)
      throws IOException {
    writeString(out, remembered.handler());
    writeString(out, remembered.id());
    out.writeLong(remembered.expiresAt());
    var reply = remembered.reply();
    writeNumber(out, reply.status());
    writeString(out, reply.contentType());
    writeNumber(out, reply.headers().size());
    for (var header : reply.headers()) {
      writeString(out, header.name());
      writeString(out, header.value());
    }
    writeBytes(out, reply.body().toArray());
  }

  private static List<Remembered> readAllRemembered(DataInputStream in) throws IOException {
    var count = readNumber(in);
    var all = new ArrayList<Remembered>();
    for (var i = 0; i < count; i++) {
      all.add(new Remembered(readString(in), readString(in), in.readLong(), readReply(in)));
    }
    return all;
  }

  private static Reply readReply(DataInputStream in) throws IOException {
    var status = readNumber(in);
    var contentType = readString(in);
    var count = readNumber(in);
    var headers = new ArrayList<Header>();
    for (var i = 0; i < count; i++) {
      headers.add(new Header(readString(in), readString(in)));
    }
    return new Reply(status, contentType, headers, Bytes.of(readBytes(in)));
  }

  private static void writeNumber(DataOutputStream out, int number) throws IOException {
    var rest = number;
    while (rest > 0x7f) {
      out.writeByte((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.writeByte(rest);
  }

  private static int readNumber(DataInputStream in) throws IOException {
    var number = 0L;
    for (var shift = 0; shift < 35; shift += 7) {
      var next = in.readUnsignedByte();
      number |= (long) (next & 0x7f) << shift;
      if (next < 0x80 && number <= Integer.MAX_VALUE) {
        return (int) number;
      }
    }
    throw new IllegalArgumentException("a number in the record is out of range");
  }

  private static void writeString(DataOutputStream out, String text) throws IOException {
    writeBytes(out, text.getBytes(StandardCharsets.UTF_8));
  }

  private static String readString(DataInputStream in) throws IOException {
    return new String(readBytes(in), StandardCharsets.UTF_8);
  }

  private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
    writeNumber(out, bytes.length);
    out.write(bytes);
  }

  private static byte[] readBytes(DataInputStream in) throws IOException {
    var length = readNumber(in);
    if (length > in.available()) {
      throw new IllegalArgumentException("the record promises " + length + " bytes it lacks");
    }
    return in.readNBytes(length);
  }
}
