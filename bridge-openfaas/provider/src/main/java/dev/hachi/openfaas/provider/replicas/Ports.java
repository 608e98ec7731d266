package dev.hachi.openfaas.provider.replicas;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The ports of one replica, on loopback: five in a row. They lie below those that systems give to
 * clients, so that none is taken between its choice and the start.
 *
 * @param http functions
 */
record Ports(int http) {
  private static final int COUNT = 5;
  private static final int FIRST = 20_000;
  private static final int BLOCKS = 2_000;
  private static final int ATTEMPTS_MAX = 200;

  /** Free ones, and none of {@code taken}. */
  static Ports free(Set<Integer> taken) throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      int first = FIRST + COUNT * ThreadLocalRandom.current().nextInt(BLOCKS);
      if (!taken.contains(first) && areFree(first)) {
        return new Ports(first);
      }
    }
    throw new IOException(
        "no %d free ports in a row between %d and %d"
            .formatted(COUNT, FIRST, FIRST + COUNT * BLOCKS));
  }

  int metrics() {
    return http + 1;
  }

  /** It takes the next one, too. */
  int cluster() {
    return http + 2;
  }

  /** For the HTTP server of the function's own process. */
  int upstream() {
    return http + 4;
  }

  private static boolean areFree(int first) {
    for (int port = first; port < first + COUNT; port++) {
      try (ServerSocket probe = new ServerSocket()) {
        probe.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
      } catch (IOException e) {
        return false;
      }
    }
    return true;
  }
}
