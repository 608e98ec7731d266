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
import dev.hachi.runtime.entity.EntityCommand.Invoke;
import dev.hachi.runtime.entity.EntityCommand.Settled;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MessageSerializerTest {
  private static final Address ANN = new Address("ns", "cart", "ann");
  private static final Origin.Tell TELL = new Origin.Tell(ANN, 300);

  private ActorSystem<Outcome> system;
  private Serialization serialization;

  @BeforeAll
  void start() {
    system = ActorSystem.create(Behaviors.ignore(), "hachi");
    serialization = SerializationExtension.get(system);
  }

  @AfterAll
  void stop() {
    system.terminate();
  }

  @Test
  void every_message_survives_the_way() {
    var origins =
        Stream.of(
            new Origin.Outside(true),
            new Origin.Outside(false),
            new Origin.Ask(List.of(ANN, new Address("ns", "shop", "ü")), true),
            TELL,
            new Origin.Timer("expire", 1_700_000_000_000L));
    var invokes = origins.map(origin -> new Invoke(invocation(origin), new ReplyTo.Actor(here())));
    var others =
        Stream.of(
            new Settled(TELL),
            new Outcome.Replied(
                new Reply(201, "text/plain", List.of(new Header("A", "b")), Bytes.utf8("5"))),
            new Outcome.Failed("deadline", "too late"));

    Stream.concat(invokes, others)
        .forEach(message -> assertThat(readBack(message)).isEqualTo(message));
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
    var reference = ActorRefResolver.get(system).toSerializationFormat(here());

    var bytes =
        serializer()
            .toBinary(new Invoke(invocation(new Origin.Outside(true)), new ReplyTo.Actor(here())));

    assertThat(HexFormat.of().formatHex(bytes)).startsWith(golden);
    assertThat(bytes).hasSize(golden.length() / 2 + 1 + reference.length());
  }

  @Test
  void settlements_and_outcomes_are_written_as_the_golden_bytes() {
    assertThat(hex(new Settled(TELL))).isEqualTo("S 026e730463617274" + "03616e6e" + "ac02");
    assertThat(hex(new Outcome.Failed("no", "why"))).isEqualTo("F 026e6f" + "03776879");
    assertThat(hex(new Outcome.Replied(new Reply(200, "", List.of(), Bytes.utf8("5")))))
        .isEqualTo("R c801" + "00" + "00" + "0135");
  }

  @Test
  void bytes_that_are_cut_off_anywhere_or_of_another_kind_are_refused() {
    var bytes = serializer().toBinary(new Settled(TELL));

    for (var length = 0; length < bytes.length; length++) {
      var cut = Arrays.copyOf(bytes, length);
      assertThatIllegalArgumentException().isThrownBy(() -> serializer().fromBinary(cut, "S"));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> serializer().fromBinary(bytes, "X"));
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

  private ActorRef<Outcome> here() {
    return system;
  }

  private MessageSerializer serializer() {
    return (MessageSerializer) serialization.findSerializerFor(new Settled(TELL));
  }

  private Object readBack(Object message) {
    assertThat(serialization.findSerializerFor(message)).isInstanceOf(MessageSerializer.class);
    var serializer = serializer();
    return serializer.fromBinary(serializer.toBinary(message), serializer.manifest(message));
  }

  private String hex(Object message) {
    var bytes = serializer().toBinary(message);
    return serializer().manifest(message) + " " + HexFormat.of().formatHex(bytes);
  }
}
