package dev.hachi.sharding.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Passes bytes on between whoever connects and a port, and keeps them all. Thread-safe. */
final class Sniffer implements AutoCloseable {
  private final ServerSocket listening;
  private final int to;
  private final ByteArrayOutputStream seen = new ByteArrayOutputStream();

  private Sniffer(ServerSocket listening, int to) {
    this.listening = listening;
    this.to = to;
  }

  static Sniffer before(int port) throws IOException {
    var sniffer = new Sniffer(new ServerSocket(0, 9, InetAddress.getLoopbackAddress()), port);
    Thread.ofVirtual().start(sniffer::run);
    return sniffer;
  }

  int port() {
    return listening.getLocalPort();
  }

  /** All that went either way, a character for each byte. */
  synchronized String seen() {
    return seen.toString(StandardCharsets.ISO_8859_1);
  }

  private void run() {
    try {
      while (true) {
        var from = listening.accept();
        var there = new Socket(InetAddress.getLoopbackAddress(), to);
        pass(from, there);
        pass(there, from);
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private void pass(Socket from, Socket there) {
    Thread.ofVirtual()
        .start(() -> {
          try (from;
              there) {
            copy(from.getInputStream(), there.getOutputStream());
          } catch (IOException e) {
            // One side has hung up, so the other is hung up on.
          }
        });
  }

  private void copy(InputStream in, OutputStream out) throws IOException {
    var some = new byte[1 << 14];
    for (var count = in.read(some); count >= 0; count = in.read(some)) {
      synchronized (this) {
        seen.write(some, 0, count);
      }
      out.write(some, 0, count);
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
