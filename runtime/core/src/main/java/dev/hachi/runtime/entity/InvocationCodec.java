package dev.hachi.runtime.entity;

import dev.hachi.runtime.Address;
import dev.hachi.runtime.Invocation;
import dev.hachi.runtime.Origin;
import dev.hachi.runtime.codec.Decoder;
import dev.hachi.runtime.codec.Encoder;
import java.time.Instant;

/** The binary form of an invocation; deadlines travel in milliseconds. */
final class InvocationCodec {
  private static final int OUTSIDE = 0;
  private static final int ASK = 1;
  private static final int TELL = 2;
  private static final int TIMER = 3;

  private InvocationCodec() {}

  static void write(Encoder out, Invocation invocation) {
    out.string(invocation.id());
    writeOrigin(out, invocation.origin());
    write(out, invocation.address());
    out.string(invocation.handler());
    out.request(invocation.message());
    out.time(invocation.deadline().toEpochMilli());
  }

  static Invocation read(Decoder in) {
    return new Invocation(
        in.string(),
        readOrigin(in),
        readAddress(in),
        in.string(),
        in.request(),
        Instant.ofEpochMilli(in.time()));
  }

  static void write(Encoder out, Origin.Tell tell) {
    write(out, tell.sender());
    out.number(tell.sequence());
  }

  static Origin.Tell readTell(Decoder in) {
    return new Origin.Tell(readAddress(in), in.number());
  }

  private static void writeOrigin(Encoder out, Origin origin) {
    switch (origin) {
      case Origin.Outside(var lasting) -> {
        out.octet(OUTSIDE);
        out.flag(lasting);
      }
      case Origin.Ask(var waiting, var lasting) -> {
        out.octet(ASK);
        out.list(waiting, address -> write(out, address));
        out.flag(lasting);
      }
      case Origin.Tell tell -> {
        out.octet(TELL);
        write(out, tell);
      }
      case Origin.Timer(var name, var dueAt) -> {
        out.octet(TIMER);
        out.string(name);
        out.time(dueAt);
      }
    }
  }

  private static Origin readOrigin(Decoder in) {
    var kind = in.octet();
    return switch (kind) {
      case OUTSIDE -> new Origin.Outside(in.flag());
      case ASK -> new Origin.Ask(in.list(() -> readAddress(in)), in.flag());
      case TELL -> readTell(in);
      case TIMER -> new Origin.Timer(in.string(), in.time());
      default -> throw new IllegalArgumentException("an origin of this kind is unknown: " + kind);
    };
  }

  private static void write(Encoder out, Address address) {
    out.string(address.namespace());
    out.string(address.function());
    out.string(address.key());
  }

  private static Address readAddress(Decoder in) {
    return new Address(in.string(), in.string(), in.string());
  }
}
