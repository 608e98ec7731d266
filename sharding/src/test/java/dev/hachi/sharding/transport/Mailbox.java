package dev.hachi.sharding.transport;

import dev.hachi.runtime.Outcome;
import dev.hachi.sharding.guard.Guard;
import dev.hachi.sharding.placement.Member;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/** A {@link Post} of its own on loopback, and the numbers of the letters that came. Thread-safe. */
final class Mailbox implements AutoCloseable {
  static final Capacity CAPACITY = new Capacity(1_000, 4 << 20, 8 << 20);

  final Post post;
  final Member self;
  private final List<Long> numbers = new ArrayList<>();

  private Mailbox(Post post, Member self) {
    this.post = post;
    this.self = self;
  }

  static Mailbox open(long uid) throws IOException {
    return open(uid, 0);
  }

  /**
   * @param clusterPort the port before its own; 0 for a free one
   */
  static Mailbox open(long uid, int clusterPort) throws IOException {
    return open(uid, clusterPort, Guard.OPEN);
  }

  static Mailbox open(long uid, int clusterPort, Guard guard) throws IOException {
    var post = Post.open("127.0.0.1", clusterPort, CAPACITY, guard, Clock.systemUTC());
    var mailbox = new Mailbox(post, new Member("127.0.0.1:" + post.clusterPort(), uid));
    post.start(mailbox.self, (from, letters) -> letters.forEach(mailbox::read));
    return mailbox;
  }

  /** Those are all members, as each of them knows. */
  static void introduce(Mailbox... mailboxes) {
    var members = Set.copyOf(List.of(mailboxes).stream().map(mailbox -> mailbox.self).toList());
    for (var mailbox : mailboxes) {
      mailbox.post.present(members);
    }
  }

  /** A small letter that can be told from others. */
  static Letter numbered(long number) {
    return new Letter.Ended(number, new Outcome.Failed("moved", "why"));
  }

  private synchronized void read(Letter letter) {
    if (letter instanceof Letter.Ended(var number, var outcome)) {
      numbers.add(number);
    }
  }

  synchronized List<Long> numbers() {
    return List.copyOf(numbers);
  }

  void send(Mailbox to, long number) {
    post.send(to.self, List.of(numbered(number)));
  }

  /** Sends {@code number} again and again until it arrives. */
  void sendUntilItArrives(Mailbox to, long number) {
    within(
        Duration.ofSeconds(5),
        () -> {
          send(to, number);
          return to.numbers().contains(number);
        });
  }

  int port() {
    return post.clusterPort() + 1;
  }

  static void within(Duration max, Callable<Boolean> condition) {
    Awaitility.await().atMost(max).pollInterval(Duration.ofMillis(10)).until(condition);
  }

  @Override
  public void close() {
    post.close();
  }
}
