package dev.hachi.sharding.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hachi.function.Bytes;
import dev.hachi.function.Reply;
import dev.hachi.function.Request;
import dev.hachi.runtime.Address;
import dev.hachi.runtime.Invocation;
import dev.hachi.runtime.Origin;
import dev.hachi.runtime.Outcome;
import dev.hachi.runtime.codec.Encoder;
import dev.hachi.runtime.entity.ResidentsCommand.Answered;
import dev.hachi.runtime.entity.ResidentsCommand.Answers;
import dev.hachi.runtime.entity.ResidentsCommand.Settle;
import dev.hachi.sharding.placement.Member;
import dev.hachi.sharding.replication.Ballot;
import dev.hachi.sharding.replication.CopySet;
import dev.hachi.sharding.replication.Entry;
import dev.hachi.sharding.replication.ShardConfig;
import dev.hachi.sharding.replication.ShardMessage;
import dev.hachi.sharding.replication.ShardMessage.Item;
import dev.hachi.sharding.replication.ShardMessage.Keyed;
import dev.hachi.sharding.replication.Stamp;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LetterCodecTest {
  private static final Instant NOW = Instant.ofEpochMilli(1_790_000_000_000L);
  private static final Member A = new Member("10.0.0.1:7355", Long.MIN_VALUE + 3);
  private static final Member B = new Member("[::1]:7355", 7);
  private static final Ballot LOW = new Ballot(3, A);
  private static final Ballot HIGH = new Ballot(1L << 40, B);
  private static final Entry VALUE =
      new Entry(new Stamp(LOW, 9), 4, Bytes.utf8("v"), Long.MAX_VALUE);
  private static final Entry TOMBSTONE = new Entry(new Stamp(HIGH, 0), 5, null, 17);
  private static final ShardConfig CONFIG =
      new ShardConfig(new CopySet(HIGH, List.of(B, A)), List.of(new CopySet(LOW, List.of(A))));
  private static final List<Keyed> KEYED =
      List.of(new Keyed("alice", VALUE), new Keyed("", TOMBSTONE));

  private static final List<ShardMessage> MESSAGES =
      List.of(
          new ShardMessage.Prepare(LOW),
          new ShardMessage.Promise(
              HIGH, CONFIG, LOW, Map.of("alice", new Stamp(LOW, 9)), List.of(A, B)),
          new ShardMessage.Promise(LOW, null, Ballot.NONE, Map.of(), List.of()),
          new ShardMessage.Refused(LOW, HIGH),
          new ShardMessage.Pull(HIGH, List.of("alice", "bob")),
          new ShardMessage.Values(HIGH, KEYED),
          new ShardMessage.Copy(
              HIGH,
              12,
              List.of(
                  new Item.Kept("alice", new Stamp(LOW, 9), new Stamp(HIGH, 0)),
                  new Item.Sent("bob", TOMBSTONE))),
          new ShardMessage.Copied(HIGH, 12),
          new ShardMessage.Uncopied(HIGH, true),
          new ShardMessage.Install(CONFIG),
          new ShardMessage.Installed(HIGH),
          new ShardMessage.Seal(HIGH),
          new ShardMessage.Sealed(HIGH),
          new ShardMessage.Accept(HIGH, 13, "alice", 5, Bytes.utf8("w"), 99),
          new ShardMessage.Accept(HIGH, 14, "alice", 6, null, Long.MAX_VALUE),
          new ShardMessage.Accepted(HIGH, 14),
          new ShardMessage.Missed(HIGH, 11),
          new ShardMessage.CatchUp(HIGH, 11, 14, KEYED),
          new ShardMessage.Forget(HIGH, "alice", 14),
          new ShardMessage.Confirm(HIGH, 2),
          new ShardMessage.Confirmed(HIGH, 2),
          new ShardMessage.Fill(HIGH, 3, KEYED),
          new ShardMessage.Filled(HIGH, 3),
          new ShardMessage.Seek(),
          new ShardMessage.Idle(LOW),
          new ShardMessage.Busy());

  private static Invocation invocation(Instant deadline) {
    return new Invocation(
        "id",
        new Origin.Outside(true),
        new Address("ns", "counter", "alice"),
        "add",
        new Request("application/json", List.of(), Bytes.utf8("1")),
        deadline);
  }

  private static List<Letter> letters() {
    var letters = new ArrayList<Letter>();
    MESSAGES.forEach(message -> letters.add(new Letter.OfShard("counter", 127, message)));
    var address = new Address("ns", "cart", "bob");
    letters.add(new Letter.Call(5, invocation(NOW.plusSeconds(3))));
    letters.add(new Letter.Ended(5, new Outcome.Replied(Reply.text("1"))));
    letters.add(new Letter.Ended(6, new Outcome.Failed("moved", "why")));
    letters.add(new Letter.Settled(new Settle(address, new Origin.Tell(address, 4))));
    letters.add(new Letter.Answered(new Answers(List.of(new Answered(address, "put", "id")))));
    letters.add(new Letter.Room(1L << 33));
    letters.add(new Letter.Loaded(new Load(1L << 40, 1L << 41, 12, 345, 0)));
    return letters;
  }

  @Test
  void every_kind_of_letter_arrives_as_it_was_written_whatever_comes_before_it() {
    var random = new Random(7);
    for (var round = 0; round < 200; round++) {
      var letters = letters();
      Collections.shuffle(letters, random);
      assertThat(LetterCodec.read(bundle(letters), NOW)).isEqualTo(letters);
    }
  }

  @Test
  void no_kind_is_left_out_here() {
    var kinds =
        Stream.of(
                ShardMessage.ToCopy.class, ShardMessage.ToOwner.class, ShardMessage.HandOver.class)
            .flatMap(family -> Arrays.stream(family.getPermittedSubclasses()));
    assertThat(MESSAGES.stream().map(Object::getClass).distinct().toList())
        .containsExactlyInAnyOrderElementsOf(kinds.<Class<?>>map(kind -> kind).toList());
    assertThat(letters().stream().map(Object::getClass).distinct().toList())
        .containsExactlyInAnyOrder(Letter.class.getPermittedSubclasses());
  }

  @Test
  void what_is_left_until_the_deadline_stays_when_the_clocks_differ() {
    var letter = new Letter.Call(1, invocation(NOW.plusSeconds(3)));
    var ahead = NOW.plus(Duration.ofHours(1));
    assertThat(LetterCodec.read(bundle(List.of(letter)), ahead))
        .isEqualTo(List.of(new Letter.Call(1, invocation(ahead.plusSeconds(3)))));
  }

  @Test
  void a_bundle_that_is_cut_off_or_garbage_is_refused_and_nothing_else() {
    var whole = bundle(letters());
    for (var length = 1; length < whole.length; length += 7) {
      var cut = Arrays.copyOf(whole, length);
      try {
        assertThat(LetterCodec.read(cut, NOW)).hasSizeLessThan(letters().size());
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageMatching("the bundle of letters is cut off.*|.*out of range.*");
      }
    }
    var random = new Random(11);
    for (var round = 0; round < 2_000; round++) {
      var garbage = whole.clone();
      garbage[8 + random.nextInt(garbage.length - 8)] = (byte) random.nextInt();
      try {
        LetterCodec.read(garbage, NOW);
      } catch (IllegalArgumentException e) {
        assertThat(e.getMessage()).isNotEmpty();
      }
    }
    assertThatThrownBy(() -> LetterCodec.read(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 77}, NOW))
        .hasMessage("the bundle of letters is cut off after 9 bytes");
  }

  @Test
  void letters_that_only_a_later_release_knows_are_passed_over() {
    var room = new Letter.Room(5);
    var later = new Encoder();
    later.octet(77);
    later.bytes(Bytes.utf8("what nobody here can read"));

    var bundle = joined(bundle(List.of(room)), later.toArray(), new byte[] {5, 6});

    assertThat(LetterCodec.read(bundle, NOW)).isEqualTo(List.of(room, new Letter.Room(6)));
  }

  @Test
  void what_a_later_release_adds_to_the_load_is_passed_over() {
    var longer = new Encoder();
    longer.octet(6);
    longer.bytes(Bytes.of(new byte[] {1, 2, 3, 4, 5, 99, 98}));

    var bundle = joined(bundle(List.of()), longer.toArray());

    assertThat(LetterCodec.read(bundle, NOW))
        .isEqualTo(List.of(new Letter.Loaded(new Load(1, 2, 3, 4, 5))));
  }

  private static byte[] joined(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (var part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] bundle(List<Letter> letters) {
    var writer = new LetterCodec.Writer(NOW);
    letters.forEach(writer::write);
    return writer.toArray();
  }
}
