package dev.hachi.benchmarks.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Asks a server that has just been started, until it answers. */
public final class Probe {
  private static final Duration ASK_EVERY = Duration.ofMillis(2);
  private static final int ANSWER_MILLIS_MAX = 10_000;
  private static final int BYTES = 8 * 1024;
  private static final int OK = 200;

  private Probe() {}

  /**
   * Returns when {@code request} is answered with 200.
   *
   * @throws IllegalStateException when it is not within {@code patience}
   */
  public static void await(InetSocketAddress server, byte[] request, Duration patience) {
    var deadline = System.nanoTime() + patience.toNanos();
    while (!isAnswered(server, request)) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "%s did not answer with 200 within %s".formatted(server, patience));
      }
      LockSupport.parkNanos(ASK_EVERY.toNanos());
    }
  }

  private static boolean isAnswered(InetSocketAddress server, byte[] request) {
    try (var socket = new Socket(server.getAddress(), server.getPort())) {
      socket.setSoTimeout(ANSWER_MILLIS_MAX);
      socket.getOutputStream().write(request);
      var answer = new Answer();
      var bytes = new byte[BYTES];
      for (var read = 0; read >= 0; read = socket.getInputStream().read(bytes)) {
        if (read > 0 && answer.take(ByteBuffer.wrap(bytes, 0, read))) {
          return answer.status() == OK;
        }
      }
      return false;
    } catch (IOException _) {
      return false; // nobody listens yet
    }
  }
}
