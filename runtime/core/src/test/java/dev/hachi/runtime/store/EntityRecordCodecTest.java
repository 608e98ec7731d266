package dev.hachi.runtime.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hachi.function.Bytes;
import dev.hachi.function.Header;
import dev.hachi.function.Reply;
import dev.hachi.function.Request;
import dev.hachi.runtime.store.EntityRecord.Received;
import dev.hachi.runtime.store.EntityRecord.Remembered;
import dev.hachi.runtime.store.EntityRecord.Send;
import dev.hachi.runtime.store.EntityRecord.Timer;
import dev.hachi.runtime.store.EntityRecord.Unanswered;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EntityRecordCodecTest {
  private static final EntityRecord RECORD =
      new EntityRecord(
          3,
          Bytes.utf8("state"),
          List.of(
              Remembered.of(
                  "add",
                  "k1",
                  1_700_000_000_000L,
                  new Reply(
                      200, "application/json", List.of(new Header("X-A", "b")), Bytes.utf8("5")))),
          300,
          List.of(
              new Send(
                  300,
                  1_700_000_000_001L,
                  "stats",
                  "all",
                  "sold",
                  new Request("text/plain", List.of(new Header("X-B", "c")), Bytes.utf8("7")))),
          List.of(new Received("cart", "ann", 9, 1_700_000_000_002L)),
          List.of(
              new Timer(
                  "expire",
                  1_700_000_000_003L,
                  "expired",
                  new Request("", List.of(), Bytes.EMPTY))),
          List.of());

  private static final String GOLDEN =
      "01" // format
          + "03" // state version
          + "01"
          + "05"
          + "7374617465" // state
          + "01" // one remembered
          + "2b" // its length
          + "03616464"
          + "026b31" // handler, id
          + "0000018bcfe56800" // expires at
          + "c801" // status 200
          + "106170706c69636174696f6e2f6a736f6e"
          + "01"
          + "03582d41"
          + "0162" // headers
          + "0135" // body
          + "ac02" // sent
          + "01" // one in the outbox
          + "ac02"
          + "0000018bcfe56801" // sequence, due at
          + "057374617473"
          + "03616c6c"
          + "04736f6c64" // function, key, handler
          + "0a746578742f706c61696e"
          + "01"
          + "03582d42"
          + "0163"
          + "0137" // message
          + "01" // one in the inbox
          + "0463617274"
          + "03616e6e"
          + "09"
          + "0000018bcfe56802" // function, key, sequence, expires at
          + "01" // one timer
          + "06657870697265"
          + "0000018bcfe56803"
          + "0765787069726564" // name, due at, handler
          + "000000"; // an empty message

  @Test
  void a_record_is_written_as_the_golden_bytes() {
    assertThat(HexFormat.of().formatHex(EntityRecordCodec.encode(RECORD))).isEqualTo(GOLDEN);
  }

  @Test
  void the_golden_bytes_are_read_as_the_record() {
    assertThat(EntityRecordCodec.decode(HexFormat.of().parseHex(GOLDEN))).isEqualTo(RECORD);
  }

  @Test
  void unanswered_outcomes_follow_in_a_format_of_their_own() {
    var one = Remembered.of("add", "k2", 1, new Reply(200, "", List.of(), Bytes.utf8("5")));
    var record =
        new EntityRecord(
            1,
            null,
            List.of(),
            0,
            List.of(),
            List.of(),
            List.of(),
            List.of(new Unanswered(true, one)));
    var golden =
        "02" // format
            + "01000000000000" // a version, and nothing else
            + "01" // one unanswered
            + "01" // lasting
            + "15" // its length
            + "03616464"
            + "026b32" // handler, id
            + "0000000000000001" // expires at
            + "c801" // status 200
            + "0000" // no content type, no headers
            + "0135"; // body

    assertThat(HexFormat.of().formatHex(EntityRecordCodec.encode(record))).isEqualTo(golden);
    assertThat(EntityRecordCodec.decode(HexFormat.of().parseHex(golden))).isEqualTo(record);
  }

  @Test
  void a_record_that_only_keeps_ids_wakes_up_when_the_last_has_expired() {
    var reply = new Reply(200, "", List.of(), Bytes.EMPTY);
    var ids = List.of(Remembered.of("a", "1", 7, reply), Remembered.of("a", "2", 5, reply));
    var inbox = List.of(new Received("cart", "ann", 9, 6));
    var nothing = EntityRecord.EMPTY;

    assertThat(nothing.wakeAt()).isEqualTo(EntityRecord.NEVER);
    assertThat(new EntityRecord(1, null, ids, 0, List.of(), inbox, List.of(), List.of()).wakeAt())
        .isEqualTo(7);
    assertThat(
            new EntityRecord(1, Bytes.EMPTY, ids, 0, List.of(), inbox, List.of(), List.of())
                .wakeAt())
        .isEqualTo(EntityRecord.NEVER);
    assertThat(new EntityRecord(1, null, ids, 1, List.of(), inbox, List.of(), List.of()).wakeAt())
        .isEqualTo(EntityRecord.NEVER);
  }

  @Test
  void a_remembered_outcome_keeps_its_reply() {
    var read = EntityRecordCodec.decode(HexFormat.of().parseHex(GOLDEN)).remembered().getFirst();

    assertThat(read.answers("add", "k1")).isTrue();
    assertThat(read.reply())
        .isEqualTo(
            new Reply(200, "application/json", List.of(new Header("X-A", "b")), Bytes.utf8("5")));
  }

  @Test
  void an_empty_record_takes_eight_bytes() {
    var bytes = EntityRecordCodec.encode(EntityRecord.EMPTY);

    assertThat(bytes).hasSize(8);
    assertThat(EntityRecordCodec.decode(bytes)).isEqualTo(EntityRecord.EMPTY);
  }

  @Test
  void bytes_that_are_cut_off_anywhere_are_refused() {
    var bytes = EntityRecordCodec.encode(RECORD);

    for (var length = 0; length < bytes.length; length++) {
      var cut = Arrays.copyOf(bytes, length);
      assertThatIllegalArgumentException().isThrownBy(() -> EntityRecordCodec.decode(cut));
    }
  }

  @Test
  void bytes_that_follow_and_other_formats_are_refused() {
    var bytes = EntityRecordCodec.encode(RECORD);
    var longer = Arrays.copyOf(bytes, bytes.length + 1);
    var newer = bytes.clone();
    newer[0] = 3;

    assertThatIllegalArgumentException().isThrownBy(() -> EntityRecordCodec.decode(longer));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EntityRecordCodec.decode(newer))
        .withMessageContaining("newer release");
  }
}
