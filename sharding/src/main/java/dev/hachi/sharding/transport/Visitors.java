package dev.hachi.sharding.transport;

import dev.hachi.sharding.placement.Member;
import java.io.IOException;
import java.net.Socket;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is at the door: some strangers, which are those that did not say yet that they are members,
 * and one connection of each member. Thread-safe.
 */
final class Visitors {
  private static final Logger LOG = LoggerFactory.getLogger(Visitors.class);

  /** One more closes the connection of the one that has been a stranger longest. */
  static final int STRANGERS_MAX = 64;

  /** A member may know this replica before it is known here. */
  private static final long UNKNOWN_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final LinkedHashSet<Socket> strangers = new LinkedHashSet<>();
  private final Map<Member, Socket> members = new HashMap<>();
  private Set<Member> present = Set.of();
  private boolean closed;

  /** Whether another one had to go for {@code connection}. */
  synchronized boolean enter(Socket connection) {
    strangers.add(connection);
    if (closed) {
      close(connection);
    }
    if (strangers.size() <= STRANGERS_MAX) {
      return false;
    }
    close(strangers.removeFirst());
    notifyAll();
    return true;
  }

  /**
   * Waits until {@code from} is known to be a member and nobody reads an earlier connection of it
   * any more, which keeps its letters in order.
   *
   * @return whether its letters may be read
   */
  synchronized boolean admit(Socket connection, Member from) throws InterruptedException {
    var end = System.nanoTime() + UNKNOWN_NANOS;
    while (!connection.isClosed()) {
      var earlier = members.get(from);
      if (earlier != null) {
        close(earlier);
      } else if (present.contains(from)) {
        strangers.remove(connection);
        members.put(from, connection);
        return true;
      }
      var left = end - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return false;
  }

  /** Nobody reads it any more. */
  synchronized void leave(Socket connection) {
    strangers.remove(connection);
    members.values().remove(connection);
    notifyAll();
  }

  /** Only these are members: the connections of others end. */
  synchronized void present(Set<Member> those) {
    present = Set.copyOf(those);
    members.forEach((member, connection) -> {
      if (!present.contains(member)) {
        close(connection);
      }
    });
    notifyAll();
  }

  /** All connections end, and those to come. */
  synchronized void close() {
    closed = true;
    strangers.forEach(Visitors::close);
    members.values().forEach(Visitors::close);
    notifyAll();
  }

  private static void close(Socket connection) {
    try {
      connection.close();
    } catch (IOException e) {
      LOG.debug("a connection did not close", e);
    }
  }
}
