package dev.hachi.sharding.transport;

import dev.hachi.sharding.guard.Guard;
import dev.hachi.sharding.placement.Member;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Carries letters between this replica and all others, over one TCP connection each way. What waits
 * for a peer while the last bundle is on its way leaves in one bundle: under load that is many
 * letters, at rest it is one, at once. Thread-safe; never blocks its callers.
 *
 * <p>It has a port and threads of its own, and is not a part of Pekko's remoting: that costs
 * several times the CPU for each small message, and handlers that use all of Pekko's threads must
 * not keep a replica from answering the others.
 */
public final class Post implements AutoCloseable {
  /** Who reads the letters. Called on threads of the post: must not block. */
  @FunctionalInterface
  public interface Reader {
    /** These came from {@code from}, in this order. */
    void read(Member from, List<Letter> letters);
  }

  private final Door door;
  private final Capacity capacity;
  private final Guard guard;
  private final Clock clock;
  private final Map<Member, Line> lines = new ConcurrentHashMap<>();
  private volatile @Nullable Member self;
  private volatile Set<Member> present = Set.of();

  private Post(Door door, Capacity capacity, Guard guard, Clock clock) {
    this.door = door;
    this.capacity = capacity;
    this.guard = guard;
    this.clock = clock;
  }

  /**
   * A post whose port is the one after the cluster's.
   *
   * @param address where it listens
   * @param clusterPort the port of Pekko's remoting; 0 for a free one whose successor is free too
   * @param guard who may speak to it, and be spoken to
   * @throws IOException with one sentence when the port cannot be opened
   */
  public static Post open(
      String address, int clusterPort, Capacity capacity, Guard guard, Clock clock)
      throws IOException {
    var door = Door.open(address, clusterPort, capacity.bundleBytes(), guard);
    return new Post(door, capacity, guard, clock);
  }

  /** The port for Pekko's remoting. */
  public int clusterPort() {
    return door.port() - 1;
  }

  /** From now on letters come and go. */
  public void start(Member member, Reader reader) {
    self = member;
    door.start(member, clock, reader);
  }

  /**
   * Carries {@code letters} to {@code to}, in this order; to one who is not there they get lost.
   */
  public void send(Member to, List<Letter> letters) {
    var line = line(to);
    if (line != null) {
      line.add(letters);
      line.send();
    }
  }

  /** Carries {@code letter} to {@code to} with what is sent next, or {@link #flush}. */
  public void sendAlong(Member to, Letter letter) {
    var line = line(to);
    if (line != null) {
      line.add(List.of(letter));
    }
  }

  /** What waits for {@code to} leaves now. */
  public void flush(Member to) {
    var line = lines.get(to);
    if (line != null) {
      line.send();
    }
  }

  private @Nullable Line line(Member to) {
    var line = lines.get(to);
    return line == null && present.contains(to) ? lineTo(to) : line;
  }

  /** Null when the peer has left meanwhile. */
  private synchronized @Nullable Line lineTo(Member peer) {
    var from = self;
    if (from == null) {
      throw new IllegalStateException("the post has not started");
    }
    return present.contains(peer)
        ? lines.computeIfAbsent(peer, to -> Line.open(from, to, capacity, guard, clock))
        : null;
  }

  /** Only these are there: lines to others end, and letters of others are not read. */
  public synchronized void present(Set<Member> members) {
    present = Set.copyOf(members);
    door.present(present);
    lines.forEach((member, line) -> {
      if (!members.contains(member)) {
        lines.remove(member);
        line.close();
      }
    });
  }

  @Override
  public void close() {
    present(Set.of());
    door.close();
  }
}
