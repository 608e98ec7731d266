package dev.hachi.sharding.membership;

import dev.hachi.runtime.codec.Decoder;
import dev.hachi.runtime.codec.Encoder;
import dev.hachi.sharding.placement.Member;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * The form in which members tell each other that they drain, and that records need newer code.
 * Pekko creates it by the class name in hachi-cluster.conf. Thread-safe.
 */
public final class MembershipSerializer extends SerializerWithStringManifest {
  private static final String DRAIN = "D";
  private static final String NEED = "N";

  @Override
  public int identifier() {
    return 7_355_010;
  }

  @Override
  public String manifest(Object message) {
    if (message instanceof DrainNotice) {
      return DRAIN;
    }
    if (message instanceof NeedNotice) {
      return NEED;
    }
    throw unknown(message.getClass().getName());
  }

  @Override
  public byte[] toBinary(Object message) {
    if (message instanceof DrainNotice(var member)) {
      var out = new Encoder();
      out.string(member.address());
      out.time(member.uid());
      return out.toArray();
    }
    if (message instanceof NeedNotice(var function, var stateVersion)) {
      var out = new Encoder();
      out.string(function);
      out.number(stateVersion);
      return out.toArray();
    }
    throw unknown(message.getClass().getName());
  }

  /**
   * @throws IllegalArgumentException when the bytes are cut off, too many, or of an unknown message
   */
  @Override
  public Object fromBinary(byte[] bytes, String manifest) {
    if (manifest.equals(DRAIN)) {
      return Decoder.decode(
          "message", bytes, in -> new DrainNotice(new Member(in.string(), in.time())));
    }
    if (manifest.equals(NEED)) {
      return Decoder.decode("message", bytes, in -> new NeedNotice(in.string(), in.integer()));
    }
    throw unknown(manifest);
  }

  private static IllegalArgumentException unknown(String what) {
    return new IllegalArgumentException("a message of this kind is unknown here: " + what);
  }
}
