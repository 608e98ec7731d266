package dev.hachi.sharding.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hachi.runtime.Outcome;
import dev.hachi.sharding.guard.Certificates;
import dev.hachi.sharding.guard.Guard;
import dev.hachi.sharding.guard.Tls;
import dev.hachi.sharding.guard.TlsFiles;
import dev.hachi.sharding.placement.Member;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Letters between replicas that show certificates to each other, and some that have bad ones. */
final class GuardedPostTest {
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final String SECRET = "the-state-of-alice";

  @TempDir private static Path folder;

  private static Certificates authority;
  private static Guard guard;

  @BeforeAll
  static void make() throws Exception {
    authority = Certificates.authority(folder.resolve("ca"));
    guard = Tls.open(authority.issue("ns"), "ns");
  }

  @Test
  void what_letters_say_is_not_to_be_seen_on_their_way_with_tls_and_is_without() throws Exception {
    assertThat(seenBetween(guard)).isNotEmpty().doesNotContain(SECRET, "127.0.0.1", "HACH");
    assertThat(seenBetween(Guard.OPEN)).contains(SECRET, "127.0.0.1", "HACH");
  }

  private static String seenBetween(Guard both) throws IOException {
    try (var here = Mailbox.open(1, 0, both);
        var there = Mailbox.open(2, 0, both);
        var sniffer = Sniffer.before(there.port())) {
      var seenFromHere = new Member("127.0.0.1:" + (sniffer.port() - 1), there.self.uid());
      here.post.present(Set.of(here.self, seenFromHere));
      there.post.present(Set.of(here.self, there.self));
      Mailbox.within(
          SOON,
          () -> {
            var letter = new Letter.Ended(7, new Outcome.Failed("moved", SECRET));
            here.post.send(seenFromHere, List.of(letter));
            return there.numbers().contains(7L);
          });
      return sniffer.seen();
    }
  }

  @Test
  void many_letters_arrive_in_order() throws Exception {
    try (var here = Mailbox.open(1, 0, guard);
        var there = Mailbox.open(2, 0, guard)) {
      Mailbox.introduce(here, there);
      for (var number = 0; number < 20_000; number++) {
        here.send(there, number);
      }
      Mailbox.within(SOON, () -> there.numbers().size() >= 20_000);
      assertThat(there.numbers()).isSorted().doesNotHaveDuplicates();
    }
  }

  @Test
  void one_that_does_not_speak_tls_is_not_heard() throws Exception {
    isRefused(Intruder::at, "it does not speak TLS");
  }

  @Test
  void one_without_a_certificate_is_not_heard() throws Exception {
    isRefused(showing(null), "it has no certificate");
  }

  @Test
  void one_whose_certificate_is_of_another_authority_is_not_heard() throws Exception {
    var theirs = Certificates.authority(folder.resolve("stranger")).issue("ns");
    isRefused(
        showing(theirs), "its certificate is not one that the CA in hachi_tls_ca vouches for");
  }

  @Test
  void one_whose_certificate_is_of_another_namespace_is_not_heard() throws Exception {
    isRefused(
        showing(authority.issue("other")),
        "its certificate is for [other.hachi] and not for ns.hachi, the name of this namespace");
  }

  @Test
  void one_whose_certificate_has_expired_is_not_heard() throws Exception {
    isRefused(
        showing(authority.issue("ns", "EC", Duration.ofHours(-1))), "its certificate expired at ");
  }

  private interface Way {
    Intruder to(int port) throws IOException;
  }

  private static Way showing(@Nullable TlsFiles files) throws Exception {
    var context = Certificates.trusting(files);
    return port -> Intruder.at(port, context);
  }

  private static void isRefused(Way way, String why) throws IOException {
    try (var here = Mailbox.open(1, 0, guard);
        var log = new LogLines();
        var stranger = way.to(here.port())) {
      var member = new Member("127.0.0.1:9", 9);
      here.post.present(Set.of(here.self, member));
      var said = new ByteArrayOutputStream();
      new Greeting(member, here.self.uid()).write(new DataOutputStream(said));
      stranger.say(said.toByteArray());
      stranger.sayLetter(41);

      assertThat(stranger.isHungUpOn(SOON)).isTrue();
      assertThat(log.all()).singleElement().asString().contains(why);
      assertThat(log.hasStackTrace()).isFalse();
      assertThat(here.numbers()).isEmpty();
    }
  }

  @Test
  void one_that_drips_its_handshake_is_gone_after_a_while() throws Exception {
    try (var here = Mailbox.open(1, 0, guard);
        var log = new LogLines();
        var slow = Intruder.at(here.port())) {
      slow.say((byte) 22, (byte) 3, (byte) 1, (byte) 2, (byte) 0); // a record of 512 bytes
      var end = System.nanoTime() + SOON.toNanos();
      while (!slow.isHungUpOn(Duration.ofMillis(50))) {
        assertThat(System.nanoTime()).isLessThan(end);
        slow.say((byte) 1);
      }
      assertThat(log.all()).singleElement().asString().contains("took too long");
    }
  }

  @Test
  void what_one_says_after_its_certificate_expired_is_not_heard_until_it_has_another()
      throws Exception {
    var left = Duration.ofSeconds(3);
    var files = authority.issue("ns", "EC", left);
    try (var here = Mailbox.open(1, 0, guard);
        var there = Mailbox.open(2, 0, Tls.open(files, "ns"));
        var log = new LogLines()) {
      Mailbox.introduce(here, there);
      there.sendUntilItArrives(here, 1);
      Mailbox.within(
          left.plus(SOON),
          () -> {
            there.send(here, 2);
            return log.soFar().stream()
                .anyMatch(line -> line.contains("its certificate expired at"));
          });
      var heard = here.numbers().size();
      there.send(here, 3);

      Certificates.replace(files, authority.issue("ns"));
      there.sendUntilItArrives(here, 4);
      assertThat(here.numbers().subList(heard, here.numbers().size())).doesNotContain(2L, 3L);
    }
  }
}
