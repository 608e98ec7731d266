package dev.hachi.chaos.nemesis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The ports of one place in a cluster, where processes follow each other.
 *
 * @param http for callers
 * @param metrics for operators, and for replicas that look for each other
 */
record Ports(int http, int metrics) {
  /** Below those that the system hands out to clients: they stay free between two processes. */
  private static final int FIRST = 20_000;

  private static final int LAST = 32_000;
  private static final int ATTEMPTS = 1_000;

  /** Two that are free and not {@code taken}, which they are from now on. */
  static Ports free(Set<Integer> taken) {
    var random = new SplittableRandom();
    var http = free(random, taken);
    taken.add(http);
    var metrics = free(random, taken);
    taken.add(metrics);
    return new Ports(http, metrics);
  }

  /**
   * Of two in a row that are free and not {@code taken} the first: another pair for each process,
   * as a pod has another address.
   */
  static int cluster(Set<Integer> taken) {
    var random = new SplittableRandom();
    for (var attempt = 0; attempt < ATTEMPTS; attempt++) {
      var port = free(random, taken);
      if (!taken.contains(port + 1) && isFree(port + 1)) {
        return port;
      }
    }
    throw new IllegalStateException("no two free ports in a row from " + FIRST + " to " + LAST);
  }

  private static int free(SplittableRandom random, Set<Integer> taken) {
    for (var attempt = 0; attempt < ATTEMPTS; attempt++) {
      var port = random.nextInt(FIRST, LAST);
      if (!taken.contains(port) && isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no free port from " + FIRST + " to " + LAST);
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException _) {
      return false;
    }
  }
}
