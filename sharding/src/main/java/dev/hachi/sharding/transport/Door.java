package dev.hachi.sharding.transport;

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
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the letters of other replicas come in: one connection and one thread for each of them. */
final class Door implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Door.class);
  private static final int ATTEMPTS_MAX = 50;
  private static final int GREETING_MILLIS = 2_000;
  private static final int CONNECTIONS_MAX = 1_000;
  private static final int BUNDLE_MAX = 1 << 30;

  private final ServerSocket listening;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private Door(ServerSocket listening) {
    this.listening = listening;
  }

  static Door open(String address, int clusterPort) throws IOException {
    var host = InetAddress.getByName(address);
    if (clusterPort != 0) {
      try {
        return new Door(bound(host, clusterPort + 1));
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
        return new Door(candidate);
      }
      candidate.close();
    }
    throw new IOException("there are no two free ports in a row at " + address);
  }

  private static ServerSocket bound(InetAddress host, int port) throws IOException {
    var socket = new ServerSocket();
    try {
      socket.bind(new InetSocketAddress(host, port));
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

  private void accept(Member self, Clock clock, Post.Reader reader) {
    try {
      var connection = listening.accept();
      if (open.size() >= CONNECTIONS_MAX) {
        connection.close();
        return;
      }
      open.add(connection);
      Thread.ofPlatform()
          .daemon()
          .name("hachi-from-" + connection.getRemoteSocketAddress())
          .start(() -> serve(connection, self, clock, reader));
    } catch (IOException e) {
      LOG.debug("no connection was accepted", e);
    }
  }

  private void serve(Socket connection, Member self, Clock clock, Post.Reader reader) {
    try (connection) {
      connection.setTcpNoDelay(true);
      connection.setSoTimeout(GREETING_MILLIS);
      var in = new DataInputStream(new BufferedInputStream(connection.getInputStream(), 1 << 16));
      var greeting = Greeting.read(in);
      if (greeting.to() != self.uid()) {
        return; // for an earlier member at this address
      }
      connection.setSoTimeout(0);
      read(in, greeting.from(), clock, reader);
    } catch (EOFException | SocketException e) {
      LOG.debug("{} hung up", connection.getRemoteSocketAddress(), e);
    } catch (IOException | IllegalArgumentException e) {
      LOG.warn(
          "{} sent what cannot be read: {}", connection.getRemoteSocketAddress(), e.getMessage());
    } finally {
      open.remove(connection);
    }
  }

  private static void read(DataInputStream in, Member from, Clock clock, Post.Reader reader)
      throws IOException {
    while (true) {
      var length = in.readInt();
      if (length < 0 || length > BUNDLE_MAX) {
        throw new IOException("a bundle of " + length + " bytes");
      }
      var bundle = in.readNBytes(length); // takes memory only as the bytes come
      if (bundle.length < length) {
        throw new EOFException("a bundle is cut off");
      }
      reader.read(from, LetterCodec.read(bundle, clock.instant()));
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      LOG.debug("the post's port did not close", e);
    }
    for (var connection : open) {
      try {
        connection.close();
      } catch (IOException e) {
        LOG.debug("a connection did not close", e);
      }
    }
  }
}
