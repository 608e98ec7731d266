package dev.hachi.sharding.membership;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ports for processes that begin to listen some time later. They are below those that the system
 * hands out by itself, to other tests in the meantime too. Thread-safe.
 */
final class FreePorts {
  private static final int FIRST = 10_000;
  private static final int LAST = 20_000;
  private static final int ATTEMPTS = 1_000;
  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  private FreePorts() {}

  /** One that nobody listens at and that was not given before. */
  static int next() {
    var random = new SplittableRandom();
    for (var attempt = 0; attempt < ATTEMPTS; attempt++) {
      var port = random.nextInt(FIRST, LAST);
      if (isFree(port) && GIVEN.add(port)) {
        return port;
      }
    }
    throw new AssertionError("no free port from " + FIRST + " to " + LAST);
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException _) {
      return false;
    }
  }
}
