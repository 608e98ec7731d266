package dev.hachi.sharding.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hachi.function.Bytes;
import dev.hachi.function.Reply;
import dev.hachi.runtime.Outcome;
import dev.hachi.sharding.guard.Guard;
import dev.hachi.sharding.placement.Member;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is sent to peers that live, are slow, silent, gone or back again. */
final class PostTest {
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final int MIB = 1 << 20;

  @Test
  void letters_arrive_in_the_order_in_which_they_were_sent_each_once() throws IOException {
    try (var here = Mailbox.open(1);
        var there = Mailbox.open(2)) {
      Mailbox.introduce(here, there);
      for (var number = 0; number < 20_000; number++) {
        here.send(there, number);
      }
      Mailbox.within(SOON, () -> there.numbers().size() >= 20_000);
      assertThat(there.numbers()).isEqualTo(LongStream.range(0, 20_000).boxed().toList());
    }
  }

  @Test
  void of_many_who_send_at_once_each_ones_letters_arrive_in_their_order() throws Exception {
    var senders = 4;
    var each = 10_000L;
    try (var here = Mailbox.open(1);
        var there = Mailbox.open(2)) {
      Mailbox.introduce(here, there);
      here.sendUntilItArrives(there, senders * each);
      try (var threads = Executors.newFixedThreadPool(senders)) {
        for (var sender = 0; sender < senders; sender++) {
          var first = sender * each;
          threads.execute(() ->
              LongStream.range(first, first + each).forEach(number -> here.send(there, number)));
        }
      }
      Mailbox.within(SOON, () -> there.numbers().stream().distinct().count() > senders * each);
      for (var sender = 0; sender < senders; sender++) {
        var first = sender * each;
        assertThat(there.numbers())
            .filteredOn(number -> number >= first && number < first + each)
            .isEqualTo(LongStream.range(first, first + each).boxed().toList());
      }
    }
  }

  @Test
  void a_letter_in_no_hurry_goes_along_with_the_next_one_or_when_it_is_asked_for()
      throws IOException {
    try (var here = Mailbox.open(1);
        var there = Mailbox.open(2)) {
      Mailbox.introduce(here, there);
      here.sendUntilItArrives(there, 0);

      here.post.sendAlong(there.self, Mailbox.numbered(1));
      here.send(there, 2);
      Mailbox.within(SOON, () -> there.numbers().contains(2L));
      assertThat(there.numbers()).endsWith(1L, 2L);

      here.post.sendAlong(there.self, Mailbox.numbered(3));
      here.post.flush(there.self);
      Mailbox.within(SOON, () -> there.numbers().contains(3L));
    }
  }

  @Test
  void what_is_sent_while_a_bundle_is_read_leaves_in_one_bundle() throws IOException {
    try (var here = Post.open("127.0.0.1", 0, Mailbox.CAPACITY, Guard.OPEN, Clock.systemUTC());
        var listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var self = new Member("127.0.0.1:" + here.clusterPort(), 1);
      var peer = new Member("127.0.0.1:" + (listening.getLocalPort() - 1), 9);
      here.start(
          self, (from, letters) -> letters.forEach(letter -> here.send(from, List.of(letter))));
      here.present(Set.of(self, peer));
      here.send(peer, List.of(Mailbox.numbered(0)));
      try (var answers = listening.accept();
          var letters = new Socket(InetAddress.getLoopbackAddress(), here.clusterPort() + 1)) {
        var in = new DataInputStream(answers.getInputStream());
        Greeting.read(in);
        assertThat(bundle(in)).hasSize(1);

        var out = new DataOutputStream(letters.getOutputStream());
        new Greeting(peer, self.uid()).write(out);
        for (var bundle = 0; bundle < 20; bundle++) {
          write(LongStream.range(0, 50).mapToObj(Mailbox::numbered).toList(), out);
          assertThat(bundle(in)).hasSize(50);
        }
      }
    }
  }

  private static List<Letter> bundle(DataInputStream in) throws IOException {
    return LetterCodec.read(in.readNBytes(in.readInt()), Instant.now());
  }

  private static void write(List<Letter> letters, DataOutputStream out) throws IOException {
    var bundle = new LetterCodec.Writer(Instant.now());
    letters.forEach(bundle::write);
    out.writeInt(bundle.size());
    out.write(bundle.toArray());
    out.flush();
  }

  @Test
  @Timeout(30)
  void whoever_sends_little_letters_to_one_that_reads_nothing_never_waits() throws IOException {
    var count = 40_000;
    var value = Bytes.of(new byte[1_000]);
    try (var here = Mailbox.open(1);
        var listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var log = new LogLines()) {
      var frozen = new Member("127.0.0.1:" + (listening.getLocalPort() - 1), 9);
      here.post.present(Set.of(here.self, frozen));
      here.post.send(frozen, List.of(Mailbox.numbered(0)));
      try (var connection = listening.accept()) {
        connection.setSoTimeout(1_000);
        assertThat(numbersIn(connection.getInputStream())).containsExactly(0L);

        for (var number = 1; number <= count; number++) {
          here.post.send(frozen, List.of(large(number, value)));
        }

        assertThat(log.all()).singleElement().asString().contains("got lost");
        assertThat(numbersIn(connection.getInputStream()))
            .hasSizeBetween(1_000, count - 1)
            .isSorted()
            .doesNotHaveDuplicates();
      }
    }
  }

  @Test
  void to_one_who_is_not_there_nothing_is_sent_and_nobody_waits() throws IOException {
    try (var here = Mailbox.open(1);
        var there = Mailbox.open(2)) {
      here.send(there, 1);
      assertThat(DoorTest.threads("hachi-to-" + there.self.address())).isZero();
    }
  }

  @Test
  void what_waits_for_one_that_reads_nothing_is_bounded_in_bytes_and_the_log_says_it_once()
      throws IOException {
    try (var here = Mailbox.open(1);
        var listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var log = new LogLines()) {
      var frozen = new Member("127.0.0.1:" + (listening.getLocalPort() - 1), 9);
      here.post.present(Set.of(here.self, frozen));
      var value = Bytes.of(new byte[MIB]);
      for (var number = 0L; number < 500; number++) {
        here.post.send(frozen, List.of(large(number, value)));
      }
      assertThat(log.all()).singleElement().asString().contains("got lost", "wait for it already");

      // It reads after all: what was kept comes in its order, and is no more than may wait and
      // what the sockets had taken.
      try (var connection = listening.accept()) {
        connection.setSoTimeout(1_000);
        var numbers = numbersIn(connection.getInputStream());
        assertThat(numbers).isSorted().doesNotHaveDuplicates();
        assertThat(numbers.size()).isBetween(4, (int) (Mailbox.CAPACITY.waitingBytes() / MIB) + 12);
        here.post.send(frozen, List.of(large(1_000, Bytes.of(new byte[1]))));
        assertThat(numbersIn(connection.getInputStream())).containsExactly(1_000L);
      }
    }
  }

  private static Letter large(long number, Bytes value) {
    return new Letter.Ended(
        number, new Outcome.Replied(new Reply(200, "text/plain", List.of(), value)));
  }

  private boolean greeted;

  /** The numbers of all letters that come until there are none for a second. */
  private List<Long> numbersIn(InputStream from) throws IOException {
    var in = new DataInputStream(new BufferedInputStream(from));
    var numbers = new ArrayList<Long>();
    try {
      if (!greeted) {
        Greeting.read(in);
        greeted = true;
      }
      while (true) {
        for (var letter : LetterCodec.read(in.readNBytes(in.readInt()), Instant.now())) {
          numbers.add(((Letter.Ended) letter).number());
        }
      }
    } catch (SocketTimeoutException | EOFException e) {
      return numbers;
    }
  }

  @Test
  void a_single_letter_may_be_larger_than_what_may_wait() throws IOException {
    var capacity = new Capacity(100, 64 * MIB, MIB);
    try (var here = Post.open("127.0.0.1", 0, capacity, Guard.OPEN, Clock.systemUTC());
        var listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var self = new Member("127.0.0.1:" + here.clusterPort(), 1);
      var peer = new Member("127.0.0.1:" + (listening.getLocalPort() - 1), 9);
      here.start(self, (from, letters) -> {});
      here.present(Set.of(self, peer));
      here.send(peer, List.of(large(1, Bytes.of(new byte[32 * MIB]))));
      try (var connection = listening.accept()) {
        connection.setSoTimeout(2_000);
        assertThat(numbersIn(connection.getInputStream())).containsExactly(1L);
      }
    }
  }

  @Test
  void a_bundle_that_nobody_would_read_is_not_sent_and_the_line_lives_on() throws IOException {
    try (var here = Mailbox.open(1);
        var there = Mailbox.open(2);
        var log = new LogLines()) {
      Mailbox.introduce(here, there);
      here.sendUntilItArrives(there, 1);
      var tooLong = Bytes.of(new byte[Mailbox.CAPACITY.bundleBytes() + 1]);
      here.post.send(there.self, List.of(large(2, tooLong)));
      here.sendUntilItArrives(there, 3);
      assertThat(there.numbers()).doesNotContain(2L);
      assertThat(log.all()).singleElement().asString().contains("hachi_memory_max");
    }
  }

  @Test
  void after_a_break_the_line_goes_on_and_nothing_comes_twice_or_out_of_order() throws Exception {
    var count = 0L;
    try (var here = Mailbox.open(1)) {
      var port = 0;
      for (var life = 0; life < 4; life++) {
        try (var there = openAgain(port)) { // the same member as before: only the way broke
          port = there.post.clusterPort();
          Mailbox.introduce(here, there);
          var first = count;
          Mailbox.within(SOON, () -> !there.numbers().isEmpty() || sent(here, there, first));
          count += 1_000;
          for (var i = 0; i < 5_000; i++) {
            here.send(there, count++);
          }
          var last = count - 1;
          Mailbox.within(SOON, () -> there.numbers().contains(last));
          assertThat(there.numbers().stream().filter(number -> number >= first + 1_000).toList())
              .isSorted()
              .doesNotHaveDuplicates();
        }
      }
    }
  }

  /** The port may be taken for a moment by a connection of somebody else. */
  private static Mailbox openAgain(int port) {
    var opened = new AtomicReference<Mailbox>();
    Mailbox.within(
        Duration.ofSeconds(20),
        () -> {
          try {
            opened.set(Mailbox.open(2, port));
            return true;
          } catch (IOException e) {
            return false;
          }
        });
    return opened.get();
  }

  private static boolean sent(Mailbox from, Mailbox to, long number) {
    from.send(to, number);
    return false;
  }

  @Test
  void one_that_ends_every_connection_is_not_connected_to_all_the_time() throws Exception {
    try (var here = Mailbox.open(1);
        var listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      var peer = new Member("127.0.0.1:" + (listening.getLocalPort() - 1), 9);
      here.post.present(Set.of(here.self, peer));
      listening.setSoTimeout(100);
      var connections = 0;
      var end = System.nanoTime() + Duration.ofSeconds(3).toNanos();
      while (System.nanoTime() < end) {
        here.post.send(peer, List.of(Mailbox.numbered(1)));
        try {
          listening.accept().close();
          connections++;
        } catch (SocketTimeoutException e) {
          // none for a while
        }
      }
      assertThat(connections).isBetween(4, 25);
    }
  }

  @Test
  void closing_ends_all_threads_also_of_one_that_reads_nothing() throws IOException {
    try (var listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var frozen = new Member("127.0.0.1:" + (listening.getLocalPort() - 1), 9);
      try (var here = Mailbox.open(1);
          var there = Mailbox.open(2)) {
        here.post.present(Set.of(here.self, there.self, frozen));
        there.post.present(Set.of(here.self, there.self));
        here.sendUntilItArrives(there, 1);
        there.sendUntilItArrives(here, 2);
        here.post.send(frozen, List.of(large(3, Bytes.of(new byte[8 * MIB]))));
        assertThat(DoorTest.threads("hachi-")).isGreaterThanOrEqualTo(7);
      }
      Mailbox.within(SOON, () -> DoorTest.threads("hachi-") == 0);
    }
  }

  @Test
  void a_line_to_one_that_left_ends() throws IOException {
    try (var here = Mailbox.open(1);
        var there = Mailbox.open(2)) {
      Mailbox.introduce(here, there);
      here.sendUntilItArrives(there, 1);
      here.post.present(Set.of(here.self));
      Mailbox.within(SOON, () -> DoorTest.threads("hachi-to-" + there.self.address()) == 0);
    }
  }
}
