package dev.hachi.sharding.transport;

import dev.hachi.runtime.codec.Decoder;
import dev.hachi.runtime.codec.Encoder;
import dev.hachi.sharding.placement.Member;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/** The binary form of frames. Pekko creates it by the class name in reference.conf. Thread-safe. */
public final class FrameSerializer extends SerializerWithStringManifest {
  private static final String FRAME = "F";
  private static final String ACK = "A";
  private static final int FIRST = 1;
  private static final int LAST = 2;

  @Override
  public int identifier() {
    return 7_355_020;
  }

  @Override
  public String manifest(Object message) {
    return switch (message) {
      case Frame frame -> FRAME;
      case FrameAck ack -> ACK;
      default -> throw unknown(message.getClass().getName());
    };
  }

  @Override
  public byte[] toBinary(Object message) {
    var out = new Encoder();
    switch (message) {
      case Frame(var from, var to, var stream, var number, var first, var last, var content) -> {
        head(out, from, to, stream, number);
        out.octet((first ? FIRST : 0) | (last ? LAST : 0));
        out.bytes(content);
      }
      case FrameAck(var from, var to, var stream, var number) ->
          head(out, from, to, stream, number);
      default -> throw unknown(message.getClass().getName());
    }
    return out.toArray();
  }

  private static void head(Encoder out, Member from, long to, long stream, long number) {
    out.string(from.address());
    out.time(from.uid());
    out.time(to);
    out.number(stream);
    out.number(number);
  }

  /**
   * @throws IllegalArgumentException when the bytes are cut off, too many, or of an unknown message
   */
  @Override
  public Object fromBinary(byte[] bytes, String manifest) {
    return Decoder.decode("frame", bytes, in -> read(in, manifest));
  }

  private static Object read(Decoder in, String manifest) {
    var from = new Member(in.string(), in.time());
    var to = in.time();
    var stream = in.number();
    var number = in.number();
    return switch (manifest) {
      case FRAME -> {
        var flags = in.octet();
        yield new Frame(
            from, to, stream, number, (flags & FIRST) != 0, (flags & LAST) != 0, in.bytes());
      }
      case ACK -> new FrameAck(from, to, stream, number);
      default -> throw unknown(manifest);
    };
  }

  private static IllegalArgumentException unknown(String what) {
    return new IllegalArgumentException("a message of this kind is unknown here: " + what);
  }
}
