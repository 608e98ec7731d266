package dev.hachi.runtime.entity;

import dev.hachi.runtime.Address;
import dev.hachi.runtime.Invocation;
import dev.hachi.runtime.Origin;
import dev.hachi.runtime.Outcome;
import dev.hachi.runtime.codec.Decoder;
import dev.hachi.runtime.codec.Encoder;
import dev.hachi.runtime.entity.ResidentsCommand.Answered;
import dev.hachi.runtime.entity.ResidentsCommand.Answers;
import dev.hachi.runtime.entity.ResidentsCommand.Settle;
import java.time.Instant;

/**
 * The binary form in which invocations, and what is told about them, travel between replicas. Each
 * follows the other without a mark between them; deadlines are milliseconds. The readers throw what
 * {@link Decoder#decode} turns into {@link IllegalArgumentException}. Golden bytes in the tests pin
 * it.
 */
public final class InvocationCodec {
  private static final int OUTSIDE = 0;
  private static final int ASK = 1;
  private static final int TELL = 2;
  private static final int TIMER = 3;

  private static final int REPLIED = 0;
  private static final int FAILED = 1;

  private InvocationCodec() {}

  public static void write(Encoder out, Invocation invocation) {
    out.string(invocation.id());
    writeOrigin(out, invocation.origin());
    write(out, invocation.address());
    out.string(invocation.handler());
    out.request(invocation.message());
    out.time(invocation.deadline().toEpochMilli());
  }

  public static Invocation readInvocation(Decoder in) {
    return new Invocation(
        in.string(),
        readOrigin(in),
        readAddress(in),
        in.string(),
        in.request(),
        Instant.ofEpochMilli(in.time()));
  }

  public static void write(Encoder out, Outcome outcome) {
    switch (outcome) {
      case Outcome.Replied(var reply) -> {
        out.octet(REPLIED);
        out.reply(reply);
      }
      case Outcome.Failed(var code, var message) -> {
        out.octet(FAILED);
        out.string(code);
        out.string(message);
      }
    }
  }

  public static Outcome readOutcome(Decoder in) {
    var kind = in.octet();
    return switch (kind) {
      case REPLIED -> new Outcome.Replied(in.reply());
      case FAILED -> new Outcome.Failed(in.string(), in.string());
      default -> throw new IllegalArgumentException("an outcome of this kind is unknown: " + kind);
    };
  }

  public static void write(Encoder out, Settle settle) {
    write(out, settle.receiver());
    write(out, settle.origin());
  }

  public static Settle readSettle(Decoder in) {
    return new Settle(readAddress(in), readTell(in));
  }

  public static void write(Encoder out, Answers answers) {
    out.list(
        answers.answered(),
        answered -> {
          write(out, answered.address());
          out.string(answered.handler());
          out.string(answered.id());
        });
  }

  public static Answers readAnswers(Decoder in) {
    return new Answers(in.list(() -> new Answered(readAddress(in), in.string(), in.string())));
  }

  private static void write(Encoder out, Origin.Tell tell) {
    write(out, tell.sender());
    out.number(tell.sequence());
  }

  private static Origin.Tell readTell(Decoder in) {
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
