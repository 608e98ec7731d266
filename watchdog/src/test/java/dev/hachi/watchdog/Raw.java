package dev.hachi.watchdog;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Bytes over a socket, for what a proper client would not send. */
final class Raw implements AutoCloseable {
  /** Longer than any deadline of a test: who waits for an answer at the deadline gets it. */
  private static final int PATIENCE_MILLIS = 30_000;

  private final Socket socket;

  Raw(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
  }

  Raw send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** Says that nothing more will be sent; what comes can still be read. */
  void closeOutput() throws IOException {
    socket.shutdownOutput();
  }

  String untilClosed() throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  String until(String end) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.indexOf(end) < 0) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        throw new IOException("closed after: " + text);
      }
      text.append((char) next);
    }
    return text.toString();
  }

  /** What comes until the connection ends or {@code patience} does. */
  String within(Duration patience) throws IOException {
    socket.setSoTimeout((int) patience.toMillis());
    StringBuilder text = new StringBuilder();
    try {
      for (int next = socket.getInputStream().read();
          next >= 0;
          next = socket.getInputStream().read()) {
        text.append((char) next);
      }
    } catch (SocketTimeoutException e) {
      return text.toString();
    }
    return text.toString();
  }

  static String exchange(int port, String text) throws IOException {
    try (Raw raw = new Raw(port)) {
      return raw.send(text).untilClosed();
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
