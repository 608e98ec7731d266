package dev.hachi.sharding.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hachi.sharding.guard.Guard;
import dev.hachi.sharding.placement.Member;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Those who can connect to the port for letters and are no replicas, or bad ones. */
final class DoorTest {
  private static final Duration SOON = Duration.ofSeconds(2);
  private static final Duration GREETING_MAX = Duration.ofSeconds(5);

  private final LogLines log = new LogLines();
  private Mailbox mailbox;
  private Mailbox friend;

  @BeforeEach
  void open() throws IOException {
    mailbox = Mailbox.open(1);
    friend = Mailbox.open(2);
    Mailbox.introduce(mailbox, friend);
    friend.sendUntilItArrives(mailbox, 1);
  }

  /** Whatever happened, the friend is still heard, on the connection that it had. */
  @AfterEach
  void close() {
    friend.send(mailbox, 1_000_000);
    Mailbox.within(SOON, () -> mailbox.numbers().contains(1_000_000L));
    friend.close();
    mailbox.close();
    log.close();
  }

  @Test
  void garbage_ends_the_connection_with_one_line_in_the_log_for_many_of_them() throws IOException {
    var random = new Random(5);
    for (var i = 0; i < 200; i++) {
      try (var intruder = Intruder.at(mailbox.port())) {
        var garbage = new byte[1 + random.nextInt(4_096)];
        random.nextBytes(garbage);
        intruder.say(garbage);
        intruder.socket.shutdownOutput();
        assertThat(intruder.isHungUpOn(SOON)).isTrue();
      }
    }
    try (var intruder = Intruder.at(mailbox.port())) {
      intruder.say("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(intruder.isHungUpOn(SOON)).isTrue();
    }

    assertThat(log.all()).singleElement().asString().contains("does not begin as a replica does");
    assertThat(log.hasStackTrace()).isFalse();
  }

  @Test
  void one_that_says_nothing_or_drips_its_greeting_is_gone_after_a_while() throws Exception {
    try (var silent = Intruder.at(mailbox.port());
        var slow = Intruder.at(mailbox.port())) {
      var drip =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  slow.out.writeInt(0x48414348);
                  slow.out.writeShort(1);
                  slow.out.writeShort(65_535);
                  while (!slow.isHungUpOn(Duration.ofMillis(50))) {
                    slow.say((byte) 'a');
                  }
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });

      assertThat(silent.isHungUpOn(GREETING_MAX)).isTrue();
      assertThat(drip.join(GREETING_MAX)).isTrue();
    }
  }

  @Test
  void of_thousands_that_say_nothing_few_are_kept_and_a_replica_gets_through() throws IOException {
    var silent = new ArrayList<Intruder>();
    try (var newcomer = Mailbox.open(3)) {
      for (var i = 0; i < 3_000; i++) {
        silent.add(Intruder.at(mailbox.port()));
      }
      Mailbox.introduce(mailbox, friend, newcomer);
      newcomer.sendUntilItArrives(mailbox, 7);
      Mailbox.within(
          SOON, () -> threads("hachi-from-") <= 2 * (Visitors.STRANGERS_MAX + 2)); // of all three

      assertThat(silent.getFirst().isHungUpOn(SOON)).isTrue();
      assertThat(log.all()).isNotEmpty().hasSizeLessThan(5);
    } finally {
      for (var one : silent) {
        one.close();
      }
    }
  }

  @Test
  void a_greeting_for_an_earlier_member_at_this_address_is_not_for_this_one() throws IOException {
    try (var late = Intruder.at(mailbox.port())) {
      new Greeting(friend.self, 99).write(late.out);
      assertThat(late.isHungUpOn(SOON)).isTrue();
    }
  }

  @Test
  void one_that_writes_letters_in_another_form_is_told_from_garbage() throws IOException {
    try (var other = Intruder.at(mailbox.port())) {
      other.out.writeInt(0x48414348);
      other.out.writeShort(2);
      assertThat(other.isHungUpOn(SOON)).isTrue();
    }
    assertThat(log.all()).singleElement().asString().contains("their versions differ");
  }

  @Test
  void nobody_is_heard_who_is_no_member_or_says_that_it_is_this_replica() throws IOException {
    try (var stranger = Intruder.as(new Member("127.0.0.1:9", 9), mailbox);
        var double1 = Intruder.as(mailbox.self, mailbox)) {
      stranger.sayLetter(41);
      double1.sayLetter(42);
      assertThat(double1.isHungUpOn(SOON)).isTrue();
      assertThat(stranger.isHungUpOn(Duration.ofSeconds(10))).isTrue();
    }
    assertThat(mailbox.numbers()).doesNotContain(41L, 42L);
    assertThat(log.all()).singleElement().asString().contains("which is no other member");
  }

  @Test
  void one_that_is_not_known_yet_is_heard_as_soon_as_it_is() throws IOException {
    try (var early = Mailbox.open(3)) {
      Mailbox.introduce(early, mailbox); // which knows of both
      mailbox.post.present(Set.of(mailbox.self, friend.self));
      early.send(mailbox, 5);
      friend.sendUntilItArrives(mailbox, 6);
      assertThat(mailbox.numbers()).doesNotContain(5L);

      Mailbox.introduce(mailbox, friend, early);
      Mailbox.within(SOON, () -> mailbox.numbers().contains(5L));
    }
  }

  @Test
  void one_that_left_is_not_heard_any_more() throws IOException {
    var gone = new Member("127.0.0.1:9", 9);
    mailbox.post.present(Set.of(mailbox.self, friend.self, gone));
    try (var left = Intruder.as(gone, mailbox)) {
      left.sayLetter(50);
      Mailbox.within(SOON, () -> mailbox.numbers().contains(50L));
      Mailbox.introduce(mailbox, friend);
      assertThat(left.isHungUpOn(SOON)).isTrue();
    }
  }

  @Test
  void a_member_has_one_connection_the_latest() throws IOException {
    var member = new Member("127.0.0.1:9", 9);
    mailbox.post.present(Set.of(mailbox.self, friend.self, member));
    try (var first = Intruder.as(member, mailbox)) {
      first.sayLetter(60);
      Mailbox.within(SOON, () -> mailbox.numbers().contains(60L));
      try (var second = Intruder.as(member, mailbox)) {
        assertThat(first.isHungUpOn(SOON)).isTrue();
        second.sayLetter(61);
        Mailbox.within(SOON, () -> mailbox.numbers().contains(61L));
      }
    }
  }

  @Test
  void bundles_that_cannot_be_read_end_the_connection_and_nothing_else() throws IOException {
    var member = new Member("127.0.0.1:9", 9);
    mailbox.post.present(Set.of(mailbox.self, friend.self, member));
    for (var bundle : malformedBundles()) {
      try (var bad = Intruder.as(member, mailbox)) {
        bad.say(bundle);
        bad.socket.shutdownOutput();
        assertThat(bad.isHungUpOn(SOON)).isTrue();
      }
    }
    assertThat(log.all()).hasSize(1);
    assertThat(log.hasStackTrace()).isFalse();
  }

  private static List<byte[]> malformedBundles() {
    var all = new ArrayList<byte[]>();
    for (var length : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, (4 << 20) + 1, 1, 7}) {
      all.add(ByteBuffer.allocate(12).putInt(length).array());
    }
    for (var kind = 6; kind < 256; kind++) {
      all.add(bundle((byte) kind, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0x7f));
    }
    for (var kind = 0; kind < 5; kind++) { // with fields that claim to be longer than all of it
      all.add(bundle((byte) kind, (byte) 0, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0x07));
      all.add(bundle((byte) kind, (byte) 0, (byte) 1, (byte) 'f', (byte) 0, (byte) 99));
    }
    return all;
  }

  private static byte[] bundle(byte... letters) {
    return ByteBuffer.allocate(12 + letters.length)
        .putInt(8 + letters.length)
        .putLong(0)
        .put(letters)
        .array();
  }

  @Test
  void a_long_bundle_that_never_comes_takes_no_memory() throws IOException {
    var members = new ArrayList<Member>(List.of(mailbox.self, friend.self));
    for (var i = 0; i < 500; i++) {
      members.add(new Member("127.0.0.1:9", 100 + i));
    }
    mailbox.post.present(Set.copyOf(members));
    var open = new CopyOnWriteArrayList<Intruder>();
    try {
      for (var member : members.subList(2, members.size())) {
        var one = Intruder.as(member, mailbox);
        one.out.writeInt(Mailbox.CAPACITY.bundleBytes()); // 2 GB in all
        open.add(one);
      }
      friend.sendUntilItArrives(mailbox, 70);
      var runtime = Runtime.getRuntime();
      System.gc();
      assertThat(runtime.totalMemory() - runtime.freeMemory()).isLessThan(400L << 20);
    } finally {
      for (var one : open) {
        one.close();
      }
    }
  }

  @Test
  void a_reader_that_fails_ends_the_connection_not_the_door() throws IOException {
    try (var post = Post.open("127.0.0.1", 0, Mailbox.CAPACITY, Guard.OPEN, Clock.systemUTC())) {
      var self = new Member("127.0.0.1:" + post.clusterPort(), 5);
      var heard = new CopyOnWriteArrayList<Letter>();
      post.start(
          self,
          (from, letters) -> {
            heard.addAll(letters);
            if (heard.size() == 1) {
              throw new IllegalStateException("a reader that fails once");
            }
          });
      post.present(Set.of(self, friend.self));
      friend.post.present(Set.of(self, friend.self, mailbox.self));
      Mailbox.within(
          SOON,
          () -> {
            friend.post.send(self, List.of(Mailbox.numbered(1)));
            return heard.size() > 1;
          });
    }
    assertThat(log.all()).anyMatch(line -> line.contains("a reader that fails once"));
  }

  static long threads(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith(name))
        .count();
  }
}
