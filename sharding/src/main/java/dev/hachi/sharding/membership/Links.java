package dev.hachi.sharding.membership;

import dev.hachi.sharding.placement.Member;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Selector;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection held open to every other member's cluster port, so that the end of a process is
 * noticed within milliseconds: the kernel closes its sockets. {@link Link} says what to make of it.
 *
 * <p>It connects to the transport's own port and sends nothing, which the transport bears for any
 * length of time. A listener of our own could name the member's uid, but would be one more port to
 * open, to publish and to guard, and would outlive an ActorSystem that has ended. What the uid
 * would tell, that a process was replaced before we noticed, the successor's own joining tells as
 * well.
 *
 * <p>One platform thread serves all, for handlers may keep every carrier of virtual threads busy.
 * At rest it costs nothing: the thread waits in the selector, and the kernel probes hosts that
 * vanished without a word. Thread-safe.
 */
final class Links implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Links.class);

  private final Selector selector;
  private final Consumer<Member> onDead;
  private final Map<Member, Peer> peers = new HashMap<>();
  private final Thread thread;
  private volatile Set<Member> wanted = Set.of();
  private volatile boolean closed;

  private Links(Selector selector, Consumer<Member> onDead) {
    this.selector = selector;
    this.onDead = onDead;
    this.thread = Thread.ofPlatform().daemon().name("hachi-link").unstarted(this::run);
  }

  /**
   * @param onDead is told once of each member whose process has ended, from a thread of the links,
   *     and must not block
   */
  static Links start(Consumer<Member> onDead) {
    try {
      var links = new Links(Selector.open(), onDead);
      links.thread.start();
      return links;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Holds connections to these members from now on, and to no others. */
  void keep(Set<Member> members) {
    wanted = Set.copyOf(members);
    selector.wakeup();
  }

  @Override
  public void close() {
    closed = true;
    selector.wakeup();
  }

  private void run() {
    try (selector) {
      while (!closed) {
        selector.select(Math.max(0, untilNext()));
        follow(wanted);
        for (var key : selector.selectedKeys()) {
          if (key.attachment() instanceof Peer peer && key.isValid()) {
            peer.ready(now());
          }
        }
        selector.selectedKeys().clear();
        peers.values().forEach(peer -> peer.due(now()));
      }
    } catch (IOException | RuntimeException e) {
      LOG.error("crashes of members are noticed late from now on: the links have failed", e);
    } finally {
      peers.values().forEach(Peer::close);
    }
  }

  /** Milliseconds to the next thing to do, at least 1; 0 when there is none. */
  private long untilNext() {
    var next = peers.values().stream().mapToLong(Peer::dueAt).min().orElse(Long.MAX_VALUE);
    return next == Long.MAX_VALUE ? 0 : Math.max(1, next - now());
  }

  private void follow(Set<Member> members) {
    peers
        .entrySet()
        .removeIf(entry -> {
          if (members.contains(entry.getKey())) {
            return false;
          }
          entry.getValue().close();
          return true;
        });
    for (var member : members) {
      peers.computeIfAbsent(
          member, added -> new Peer(added.address(), selector, () -> onDead.accept(added), now()));
    }
  }

  private static long now() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
