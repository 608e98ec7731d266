package dev.hachi.watchdog;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A function's server that shows the bytes it got, and answers with bytes of the test's. */
final class TestUpstream implements AutoCloseable {
  final Queue<String> requests = new ConcurrentLinkedQueue<>();
  final AtomicInteger connections = new AtomicInteger();

  /** How many connections were open at a time, at most. */
  final AtomicInteger most = new AtomicInteger();

  private final AtomicInteger open = new AtomicInteger();
  private final ServerSocket server;
  private volatile Behaviour behaviour;

  /** Answers one request; the connection goes on when it returns true. */
  @FunctionalInterface
  interface Behaviour {
    boolean answer(String request, Socket socket) throws IOException, InterruptedException;
  }

  TestUpstream() throws IOException {
    server = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
    behaviour = saying("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    // A virtual thread could still accept a connection after close() has returned.
    Thread.ofPlatform().daemon().start(this::accept);
  }

  static Behaviour saying(String answer) {
    return (request, socket) -> {
      write(socket, answer);
      return true;
    };
  }

  static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  void behave(Behaviour next) {
    behaviour = next;
  }

  String url() {
    return "http://127.0.0.1:" + port();
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        connections.incrementAndGet();
        most.accumulateAndGet(open.incrementAndGet(), Math::max);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      boolean open = true;
      while (open) {
        String request = read(in);
        requests.add(request);
        open = behaviour.answer(request, socket);
      }
    } catch (IOException | InterruptedException e) {
      // The watchdog ended the connection.
    } finally {
      open.decrementAndGet();
    }
  }

  private static String read(InputStream in) throws IOException {
    String head = until(in, "\r\n\r\n");
    String small = head.toLowerCase(Locale.ROOT);
    int length = small.indexOf("content-length: ");
    if (length >= 0) {
      int end = small.indexOf("\r\n", length);
      int size = Integer.parseInt(small.substring(length + "content-length: ".length(), end));
      byte[] body = in.readNBytes(size);
      if (body.length < size) {
        throw new IOException("closed");
      }
      return head + new String(body, StandardCharsets.ISO_8859_1);
    }
    boolean chunked = small.contains("transfer-encoding: chunked");
    if (!chunked) {
      return head;
    }
    String body = until(in, "0\r\n");
    return head + body + until(in, "\r\n");
  }

  private static String until(InputStream in, String end) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.indexOf(end, text.length() - end.length()) < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("closed");
      }
      text.append((char) next);
    }
    return text.toString();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
