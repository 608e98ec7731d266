package dev.hachi.benchmarks.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;

/**
 * A closed load: each connection sends its next request as soon as the last one is answered. One
 * thread serves all of them, since the servers share the machine with it.
 */
public final class Generator implements AutoCloseable {
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);

  /** So long nobody has answered anything when the load gives up. */
  private static final Duration SILENCE_MAX = Duration.ofSeconds(20);

  private static final long LOOK_MILLIS = 100;
  private static final int OK = 200;

  private final Selector selector = Selector.open();
  private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private final Histogram latency = new Histogram();
  private final Requests requests;
  private int waiting;
  private long heard;
  private long failed;
  private String why = "";

  /** One connection, and when its request was sent. */
  private static final class Connection {
    private final Answer answer = new Answer();
    private long sent;
  }

  private Generator(Requests requests) throws IOException {
    this.requests = requests;
  }

  /**
   * Asks for {@code duration}, or until there are no more requests.
   *
   * @param servers among which the connections are divided
   * @throws IOException when a server cannot be reached at all
   */
  public static Sample run(
      List<InetSocketAddress> servers, Requests requests, int connections, Duration duration)
      throws IOException {
    try (var generator = new Generator(requests)) {
      for (var number = 0; number < connections; number++) {
        generator.connect(servers.get(number % servers.size()));
      }
      return generator.run(duration);
    }
  }

  private void connect(InetSocketAddress server) throws IOException {
    var channel = SocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.socket().connect(server, (int) CONNECT_WITHIN.toMillis());
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ, new Connection());
    } catch (IOException e) {
      channel.close();
      throw new IOException("no server answers at %s: %s".formatted(server, e.getMessage()), e);
    }
  }

  private Sample run(Duration duration) throws IOException {
    var begin = System.nanoTime();
    var end = begin + duration.toNanos();
    heard = begin;
    selector.keys().forEach(key -> send(key, begin));
    while (waiting > 0 && System.nanoTime() - heard < SILENCE_MAX.toNanos()) {
      selector.select(key -> receive(key, end), LOOK_MILLIS);
    }
    if (waiting > 0) {
      failed += waiting;
      why = "%d requests had no answer within %s".formatted(waiting, SILENCE_MAX);
    }
    return new Sample(failed, why, Duration.ofNanos(System.nanoTime() - begin), latency);
  }

  private void send(SelectionKey key, long now) {
    var request = requests.next();
    if (request == null) {
      return;
    }
    waiting++;
    var connection = (Connection) key.attachment();
    connection.sent = now;
    out.clear().put(request).flip();
    try {
      var channel = (SocketChannel) key.channel();
      while (out.hasRemaining()) {
        channel.write(out); // a request fits into the socket's buffer
      }
    } catch (IOException e) {
      fail(key, e.toString());
    }
  }

  private void receive(SelectionKey key, long end) {
    var connection = (Connection) key.attachment();
    try {
      in.clear();
      if (((SocketChannel) key.channel()).read(in) < 0) {
        throw new EOFException("the server closed the connection");
      }
      if (!connection.answer.take(in.flip())) {
        return;
      }
    } catch (IOException | RuntimeException e) {
      fail(key, e.toString());
      return;
    }
    var now = System.nanoTime();
    heard = now;
    waiting--;
    count(connection, now);
    if (now < end) {
      send(key, now);
    }
  }

  private void count(Connection connection, long now) {
    if (connection.answer.status() == OK) {
      latency.add(now - connection.sent);
    } else {
      failed++;
      why = why.isEmpty() ? "status " + connection.answer.status() : why;
    }
  }

  /** Its connection is of no more use. */
  private void fail(SelectionKey key, String reason) {
    waiting--;
    failed++;
    why = why.isEmpty() ? reason : why;
    key.cancel();
  }

  @Override
  public void close() throws IOException {
    for (var key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }
}
