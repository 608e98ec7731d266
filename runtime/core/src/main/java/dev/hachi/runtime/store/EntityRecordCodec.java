package dev.hachi.runtime.store;

import dev.hachi.function.Bytes;
import dev.hachi.function.Reply;
import dev.hachi.runtime.codec.Decoder;
import dev.hachi.runtime.codec.Encoder;
import dev.hachi.runtime.store.EntityRecord.Received;
import dev.hachi.runtime.store.EntityRecord.Remembered;
import dev.hachi.runtime.store.EntityRecord.Send;
import dev.hachi.runtime.store.EntityRecord.Timer;
import dev.hachi.runtime.store.EntityRecord.Unanswered;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stored form of an {@link EntityRecord}: a format byte, then the fields in order. The first
 * format has no {@code unanswered}; without these it is still written.
 */
final class EntityRecordCodec {
  private static final int FORMAT = 1;
  private static final int FORMAT_WITH_UNANSWERED = 2;

  private EntityRecordCodec() {}

  static byte[] encode(EntityRecord record) {
    var out = new Encoder();
    var format = record.unanswered().isEmpty() ? FORMAT : FORMAT_WITH_UNANSWERED;
    out.octet(format);
    out.number(record.stateVersion());
    out.flag(record.state() != null);
    if (record.state() != null) {
      out.bytes(record.state());
    }
    out.list(record.remembered(), remembered -> out.bytes(remembered.entry()));
    out.number(record.sent());
    out.list(record.outbox(), send -> write(out, send));
    out.list(record.inbox(), received -> write(out, received));
    out.list(record.timers(), timer -> write(out, timer));
    if (format == FORMAT_WITH_UNANSWERED) {
      out.list(record.unanswered(), unanswered -> write(out, unanswered));
    }
    return out.toArray();
  }

  /**
   * @throws IllegalArgumentException when the bytes are of another format, cut off, or too many
   */
  static EntityRecord decode(byte[] bytes) {
    return Decoder.decode("record", bytes, EntityRecordCodec::read);
  }

  private static EntityRecord read(Decoder in) {
    var format = in.octet();
    if (format != FORMAT && format != FORMAT_WITH_UNANSWERED) {
      throw new IllegalArgumentException(
          "record format must be %d or %d, was %d: a newer release wrote it"
              .formatted(FORMAT, FORMAT_WITH_UNANSWERED, format));
    }
    return new EntityRecord(
        in.integer(),
        readState(in),
        in.list(() -> remembered(in.bytes())),
        in.number(),
        in.list(() -> readSend(in)),
        in.list(() -> readReceived(in)),
        in.list(() -> readTimer(in)),
        format == FORMAT ? List.of() : in.list(() -> readUnanswered(in)));
  }

  private static @Nullable Bytes readState(Decoder in) {
    return in.flag() ? in.bytes() : null;
  }

  static Remembered remembered(String handler, String id, long expiresAt, Reply reply) {
    var out = new Encoder();
    out.string(handler);
    out.string(id);
    out.time(expiresAt);
    out.reply(reply);
    return new Remembered(handler, id, expiresAt, Bytes.of(out.toArray()));
  }

  private static Remembered remembered(Bytes entry) {
    return Decoder.decode(
        "remembered outcome",
        entry.toArray(),
        in -> {
          var remembered = new Remembered(in.string(), in.string(), in.time(), entry);
          var _ = in.reply(); // it must be sound when it is needed
          return remembered;
        });
  }

  static Reply replyOf(Remembered remembered) {
    return Decoder.decode(
        "remembered outcome",
        remembered.entry().toArray(),
        in -> {
          var _ = in.string();
          var _ = in.string();
          var _ = in.time();
          return in.reply();
        });
  }

  private static void write(Encoder out, Unanswered unanswered) {
    out.flag(unanswered.lasting());
    out.bytes(unanswered.outcome().entry());
  }

  private static Unanswered readUnanswered(Decoder in) {
    return new Unanswered(in.flag(), remembered(in.bytes()));
  }

  private static void write(Encoder out, Send send) {
    out.number(send.sequence());
    out.time(send.dueAt());
    out.string(send.function());
    out.string(send.key());
    out.string(send.handler());
    out.request(send.message());
  }

  private static Send readSend(Decoder in) {
    return new Send(in.number(), in.time(), in.string(), in.string(), in.string(), in.request());
  }

  private static void write(Encoder out, Received received) {
    out.string(received.function());
    out.string(received.key());
    out.number(received.sequence());
    out.time(received.expiresAt());
  }

  private static Received readReceived(Decoder in) {
    return new Received(in.string(), in.string(), in.number(), in.time());
  }

  private static void write(Encoder out, Timer timer) {
    out.string(timer.name());
    out.time(timer.dueAt());
    out.string(timer.handler());
    out.request(timer.message());
  }

  private static Timer readTimer(Decoder in) {
    return new Timer(in.string(), in.time(), in.string(), in.request());
  }
}
