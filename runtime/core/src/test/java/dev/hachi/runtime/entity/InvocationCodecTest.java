package dev.hachi.runtime.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hachi.function.Bytes;
import dev.hachi.function.Header;
import dev.hachi.function.Reply;
import dev.hachi.function.Request;
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
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

final class InvocationCodecTest {
  private static final Address ANN = new Address("ns", "cart", "ann");
  private static final Origin.Tell TELL = new Origin.Tell(new Address("ns", "shop", "a"), 300);
  private static final Settle SETTLE = new Settle(ANN, TELL);
  private static final Answers ANSWERS = new Answers(List.of(new Answered(ANN, "add", "id")));

  @Test
  void an_invocation_of_every_origin_survives_the_way() {
    var origins =
        List.of(
            new Origin.Outside(true),
            new Origin.Outside(false),
            new Origin.Ask(List.of(ANN, new Address("ns", "shop", "ü")), true),
            TELL,
            new Origin.Timer("expire", 1_700_000_000_000L));

    for (var origin : origins) {
      var invocation = invocation(origin);
      var bytes = bytes(out -> InvocationCodec.write(out, invocation));
      assertThat(read(bytes, InvocationCodec::readInvocation)).isEqualTo(invocation);
    }
  }

  @Test
  void outcomes_settlements_and_answers_survive_the_way() {
    var reply = new Reply(201, "text/plain", List.of(new Header("A", "b")), Bytes.utf8("5"));
    for (var outcome :
        List.of(new Outcome.Replied(reply), new Outcome.Failed("deadline", "too late"))) {
      var bytes = bytes(out -> InvocationCodec.write(out, outcome));
      assertThat(read(bytes, InvocationCodec::readOutcome)).isEqualTo(outcome);
    }
    var settle = bytes(out -> InvocationCodec.write(out, SETTLE));
    var answers = bytes(out -> InvocationCodec.write(out, ANSWERS));
    assertThat(read(settle, InvocationCodec::readSettle)).isEqualTo(SETTLE);
    assertThat(read(answers, InvocationCodec::readAnswers)).isEqualTo(ANSWERS);
  }

  @Test
  void an_invocation_is_written_as_the_golden_bytes() {
    var golden =
        "026964" // id
            + "00"
            + "01" // from outside, lasting
            + "026e73"
            + "0463617274"
            + "03616e6e" // address
            + "03616464" // handler
            + "0a746578742f706c61696e"
            + "00"
            + "0135" // message
            + "0000018bcfe56800"; // deadline

    assertThat(hex(out -> InvocationCodec.write(out, invocation(new Origin.Outside(true)))))
        .isEqualTo(golden);
  }

  @Test
  void the_others_are_written_as_the_golden_bytes() {
    var ann = "026e73" + "0463617274" + "03616e6e";
    assertThat(hex(out -> InvocationCodec.write(out, SETTLE)))
        .isEqualTo(ann + "026e73" + "0473686f70" + "0161" + "ac02");
    assertThat(hex(out -> InvocationCodec.write(out, ANSWERS)))
        .isEqualTo("01" + ann + "03616464" + "026964");
    assertThat(hex(out -> InvocationCodec.write(out, new Outcome.Failed("no", "why"))))
        .isEqualTo("01" + "026e6f" + "03776879");
    var reply = new Outcome.Replied(new Reply(200, "", List.of(), Bytes.utf8("5")));
    assertThat(hex(out -> InvocationCodec.write(out, reply)))
        .isEqualTo("00" + "c801" + "00" + "00" + "0135");
  }

  @Test
  void bytes_that_are_cut_off_anywhere_or_of_another_kind_are_refused() {
    var bytes = bytes(out -> InvocationCodec.write(out, invocation(new Origin.Outside(true))));

    for (var length = 0; length < bytes.length; length++) {
      var cut = Arrays.copyOf(bytes, length);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> read(cut, InvocationCodec::readInvocation));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(new byte[] {9}, InvocationCodec::readOutcome));
  }

  private static Invocation invocation(Origin origin) {
    return new Invocation(
        "id",
        origin,
        ANN,
        "add",
        new Request("text/plain", List.of(), Bytes.utf8("5")),
        Instant.ofEpochMilli(1_700_000_000_000L));
  }

  private static byte[] bytes(Consumer<Encoder> writing) {
    var out = new Encoder();
    writing.accept(out);
    return out.toArray();
  }

  private static String hex(Consumer<Encoder> writing) {
    return HexFormat.of().formatHex(bytes(writing));
  }

  private static <T> T read(byte[] bytes, Function<Decoder, T> reading) {
    return Decoder.decode("message", bytes, reading);
  }
}
