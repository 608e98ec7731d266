package dev.hachi.sharding.transport;

import dev.hachi.sharding.guard.Channel;
import dev.hachi.sharding.guard.Guard;
import dev.hachi.sharding.guard.Refusals;
import dev.hachi.sharding.placement.Member;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the letters of other replicas come in: one connection and one thread for each of them.
 * Whoever can reach the port may connect, so nothing of theirs is believed before it is checked,
 * and each may cost a bounded time, memory and number of lines in the log.
 */
final class Door implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Door.class);
  private static final int ATTEMPTS_MAX = 50;
  private static final int GREETING_MILLIS = 2_000;
  private static final int BACKLOG = 256;
  private static final long ACCEPT_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final ServerSocket listening;
  private final int bundleBytes;
  private final Guard guard;
  private final Visitors visitors = new Visitors();
  private final Refusals refusals = new Refusals(LOG);

  private Door(ServerSocket listening, int bundleBytes, Guard guard) {
    this.listening = listening;
    this.bundleBytes = bundleBytes;
    this.guard = guard;
  }

  /**
   * One whose port is the one after {@code clusterPort}.
   *
   * @param bundleBytes how long a bundle may be
   */
  static Door open(String address, int clusterPort, int bundleBytes, Guard guard)
      throws IOException {
    var host = InetAddress.getByName(address);
    if (clusterPort != 0) {
      try {
        return new Door(bound(host, clusterPort + 1), bundleBytes, guard);
      } catch (BindException e) {
        throw new IOException(
            "port %d of %s, the one after hachi_cluster_port, cannot be opened: %s"
                .formatted(clusterPort + 1, address, e.getMessage()),
            e);
      }
    }
    for (var attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      var candidate = bound(host, 0);
      if (isFree(host, candidate.getLocalPort() - 1)) {
        return new Door(candidate, bundleBytes, guard);
      }
      candidate.close();
    }
    throw new IOException("there are no two free ports in a row at " + address);
  }

  private static ServerSocket bound(InetAddress host, int port) throws IOException {
    var socket = new ServerSocket();
    try {
      socket.bind(new InetSocketAddress(host, port), BACKLOG);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static boolean isFree(InetAddress host, int port) {
    try (var probe = bound(host, port)) {
      return probe.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  int port() {
    return listening.getLocalPort();
  }

  /** From now on what members send goes to {@code reader}. */
  void start(Member self, Clock clock, Post.Reader reader) {
    Thread.ofPlatform()
        .daemon()
        .name("hachi-post")
        .start(() -> {
          while (!listening.isClosed()) {
            accept(self, clock, reader);
          }
        });
  }

  /** Only these are members. */
  void present(Set<Member> members) {
    visitors.present(members);
  }

  private void accept(Member self, Clock clock, Post.Reader reader) {
    try {
      var connection = listening.accept();
      if (visitors.enter(connection)) {
        refusals.say(
            "more than %d connections to the port for letters have not said who they are: the oldest was closed for one from %s"
                .formatted(Visitors.STRANGERS_MAX, connection.getRemoteSocketAddress()),
            1);
      }
      new ReadingThread(
              "hachi-from-" + connection.getRemoteSocketAddress(),
              () -> serve(connection, self, clock, reader))
          .start();
    } catch (IOException e) {
      LOG.debug("no connection was accepted", e);
      LockSupport.parkNanos(this, ACCEPT_AGAIN_NANOS); // all file descriptors may be in use
    }
  }

  private void serve(Socket connection, Member self, Clock clock, Post.Reader reader) {
    try (connection) {
      connection.setTcpNoDelay(true);
      var channel = guard.accept(connection, GREETING_MILLIS);
      var timed = new GreetingInput(connection, channel.in(), GREETING_MILLIS);
      var in = new DataInputStream(new BufferedInputStream(timed, 1 << 16));
      var greeting = Greeting.read(in);
      if (greeting.to() != self.uid()) {
        return; // for an earlier member at this address
      }
      timed.greeted();
      if (isAdmitted(connection, greeting.from(), self)) {
        read(channel, in, greeting.from(), clock, reader);
      }
    } catch (EOFException | SocketException e) {
      LOG.debug("{} hung up", connection.getRemoteSocketAddress(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | IllegalArgumentException e) {
      refuse(connection, e.getMessage());
    } catch (RuntimeException | OutOfMemoryError e) {
      LOG.debug("what {} sent could not be taken", connection.getRemoteSocketAddress(), e);
      refuse(connection, e.toString()); // one bundle; the others need not suffer
    } finally {
      visitors.leave(connection);
    }
  }

  private boolean isAdmitted(Socket connection, Member from, Member self)
      throws InterruptedException {
    if (!from.equals(self) && visitors.admit(connection, from)) {
      return true;
    }
    if (!connection.isClosed()) {
      refuse(connection, "it says that it is " + from + ", which is no other member");
    }
    return false;
  }

  private void refuse(Socket connection, @Nullable String why) {
    refusals.say(
        "the connection from %s to the port for letters was closed: %s"
            .formatted(connection.getRemoteSocketAddress(), why),
        1);
  }

  private void read(
      Channel channel, DataInputStream in, Member from, Clock clock, Post.Reader reader)
      throws IOException {
    while (true) {
      var length = in.readInt();
      if (length < 0 || length > bundleBytes) {
        throw new IOException(
            "a bundle of %d bytes; it may have %d, which follows hachi_memory_max"
                .formatted(length, bundleBytes));
      }
      var bundle = in.readNBytes(length); // takes memory only as the bytes come
      if (bundle.length < length) {
        throw new EOFException("a bundle is cut off");
      }
      channel.checkValid(clock.instant());
      var letters = LetterCodec.read(bundle, clock.instant());
      ReadingThread.read(() -> reader.read(from, letters));
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      LOG.debug("the post's port did not close", e);
    }
    visitors.close();
  }
}
