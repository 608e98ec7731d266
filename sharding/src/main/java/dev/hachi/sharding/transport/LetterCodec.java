package dev.hachi.sharding.transport;

import dev.hachi.function.Bytes;
import dev.hachi.runtime.codec.Decoder;
import dev.hachi.runtime.codec.Encoder;
import dev.hachi.runtime.entity.InvocationCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The binary form of a bundle of letters. Deadlines are the receiver's time after decoding: the
 * clocks of two machines may differ, what is left until the deadline does not.
 *
 * <p>Letters of a kind from {@value #LOADED} on say first how long they are. So a replica passes
 * over a letter, and over the end of one, that only later releases know; whoever sends it must be
 * able to do without an answer.
 */
final class LetterCodec {
  private static final int OF_SHARD = 0;
  private static final int CALL = 1;
  private static final int ENDED = 2;
  private static final int SETTLED = 3;
  private static final int ANSWERED = 4;
  private static final int ROOM = 5;
  private static final int LOADED = 6;

  private LetterCodec() {}

  /** A bundle that is being written. */
  static final class Writer {
    private final Encoder out = new Encoder();
    private final ShardMessageCodec.Writer messages = new ShardMessageCodec.Writer(out);

    Writer(Instant now) {
      out.time(now.toEpochMilli());
    }

    void write(Letter letter) {
      switch (letter) {
        case Letter.OfShard(var function, var shard, var message) -> {
          out.octet(OF_SHARD);
          messages.name(function);
          out.number(shard);
          messages.write(message);
        }
        case Letter.Call(var number, var invocation) -> {
          out.octet(CALL);
          out.number(number);
          InvocationCodec.write(out, invocation);
        }
        case Letter.Ended(var number, var outcome) -> {
          out.octet(ENDED);
          out.number(number);
          InvocationCodec.write(out, outcome);
        }
        case Letter.Settled(var settle) -> {
          out.octet(SETTLED);
          InvocationCodec.write(out, settle);
        }
        case Letter.Answered(var answers) -> {
          out.octet(ANSWERED);
          InvocationCodec.write(out, answers);
        }
        case Letter.Room(var left) -> {
          out.octet(ROOM);
          out.number(left);
        }
        case Letter.Loaded(var load) -> {
          out.octet(LOADED);
          out.bytes(encoded(load));
        }
      }
    }

    private static Bytes encoded(Load load) {
      var out = new Encoder();
      out.number(load.bytes());
      out.number(load.bytesMax());
      out.number(load.inFlight());
      out.number(load.waiting());
      out.number(load.unsettled());
      return Bytes.of(out.toArray());
    }

    int size() {
      return out.size();
    }

    byte[] toArray() {
      return out.toArray();
    }
  }

  /**
   * The letters of a bundle.
   *
   * @throws IllegalArgumentException when it is cut off, or holds what is unknown here
   */
  static List<Letter> read(byte[] bundle, Instant now) {
    return Decoder.decode(
        "bundle of letters",
        bundle,
        in -> {
          var late = Duration.between(Instant.ofEpochMilli(in.time()), now);
          var messages = new ShardMessageCodec.Reader(in);
          var letters = new ArrayList<Letter>();
          while (in.hasMore()) {
            var letter = read(in, messages, late);
            if (letter != null) {
              letters.add(letter);
            }
          }
          return letters;
        });
  }

  /** Null for one that is passed over. */
  private static @Nullable Letter read(
      Decoder in, ShardMessageCodec.Reader messages, Duration late) {
    var kind = in.octet();
    return switch (kind) {
      case OF_SHARD -> new Letter.OfShard(messages.name(), in.integer(), messages.read());
      case CALL -> {
        var number = in.number();
        var invocation = InvocationCodec.readInvocation(in);
        yield new Letter.Call(number, invocation.withDeadline(invocation.deadline().plus(late)));
      }
      case ENDED -> new Letter.Ended(in.number(), InvocationCodec.readOutcome(in));
      case SETTLED -> new Letter.Settled(InvocationCodec.readSettle(in));
      case ANSWERED -> new Letter.Answered(InvocationCodec.readAnswers(in));
      case ROOM -> new Letter.Room(in.number());
      case LOADED -> new Letter.Loaded(load(in.bytes().toArray()));
      default -> {
        in.bytes();
        yield null;
      }
    };
  }

  private static Load load(byte[] letter) {
    return Decoder.decode(
        "letter about the load",
        letter,
        in -> {
          var load = new Load(in.number(), in.number(), in.number(), in.number(), in.number());
          while (in.hasMore()) {
            in.octet();
          }
          return load;
        });
  }
}
