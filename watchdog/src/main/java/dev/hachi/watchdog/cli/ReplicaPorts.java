package dev.hachi.watchdog.cli;

import dev.hachi.watchdog.config.ClusterConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The ports of one of several replicas on this machine.
 *
 * @param port functions
 * @param metricsPort metrics, the admin API and the contact page
 * @param clusterPort the other replicas
 */
record ReplicaPorts(int port, int metricsPort, int clusterPort) {
  /** Between the public ports and the metrics ports, so that both can be counted up. */
  static final int METRICS_AFTER = 100;

  private static final int PORT_DEFAULT = 8080;
  private static final int PORT_MAX = 65_535;
  private static final int ATTEMPTS_MAX = 50;

  /**
   * Those of {@code count} replicas: the first gets the ports that the settings name, each further
   * one the next ones. A 0 takes free ones; that of the public port counts for the others, too,
   * unless they are set.
   *
   * @param settings checked ones
   * @throws Failure when one of the ports is taken
   */
  static List<ReplicaPorts> plan(int count, Map<String, String> settings) {
    int port = number(settings, "port", PORT_DEFAULT);
    int metrics = number(settings, "metrics_port", port == 0 ? 0 : port + METRICS_AFTER);
    int cluster = number(settings, "hachi_cluster_port", port == 0 ? 0 : ClusterConfig.PORT);
    List<ServerSocket> claims = new ArrayList<>();
    try {
      InetAddress address = address(settings.get("hachi_listen"));
      List<Integer> publicPorts = claim(claims, address, "--port", port, count);
      List<Integer> metricsPorts = claim(claims, address, "--metrics-port", metrics, count);
      List<Integer> clusterPorts = claimPairs(claims, address, cluster, count);
      return IntStream.range(0, count)
          .mapToObj(
              i -> new ReplicaPorts(publicPorts.get(i), metricsPorts.get(i), clusterPorts.get(i)))
          .toList();
    } finally {
      claims.forEach(ReplicaPorts::release);
    }
  }

  /** All are held until the last one is found, so that none is found twice. */
  private static List<Integer> claim(
      List<ServerSocket> claims, InetAddress address, String option, int first, int count) {
    if (first + count - 1 > PORT_MAX) {
      throw new Failure(
          "%s %d leaves no %d ports up to %d; choose a lower one"
              .formatted(option, first, count, PORT_MAX));
    }
    List<Integer> ports = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int wanted = first == 0 ? 0 : first + i;
      if (wanted != 0 && claims.stream().anyMatch(claim -> claim.getLocalPort() == wanted)) {
        throw new Failure(
            "port %d is wanted twice, the second time by %s %d; each replica needs ports of its own"
                .formatted(wanted, option, first));
      }
      try {
        ServerSocket claim = new ServerSocket();
        claims.add(claim);
        claim.bind(new InetSocketAddress(address, wanted));
        ports.add(claim.getLocalPort());
      } catch (IOException e) {
        throw new Failure(
            "port %d is taken (%s); choose others with %s, or free ones with --port 0"
                .formatted(wanted, e.getMessage(), option),
            e);
      }
    }
    return ports;
  }

  /** The first ports of pairs: a replica also takes the port after its cluster port. */
  private static List<Integer> claimPairs(
      List<ServerSocket> claims, InetAddress address, int first, int count) {
    if (first != 0) {
      List<Integer> all = claim(claims, address, "--cluster-port", first, 2 * count);
      return IntStream.range(0, count).mapToObj(i -> all.get(2 * i)).toList();
    }
    List<Integer> pairs = new ArrayList<>();
    for (int attempt = 0; pairs.size() < count; attempt++) {
      int port = claim(claims, address, "--cluster-port", 0, 1).getFirst();
      try {
        claim(claims, address, "--cluster-port", port + 1, 1);
        pairs.add(port);
      } catch (Failure e) {
        if (attempt > ATTEMPTS_MAX) {
          throw e;
        }
      }
    }
    return pairs;
  }

  private static void release(ServerSocket claim) {
    try {
      claim.close();
    } catch (IOException e) {
      // Then a replica says that the port is taken.
    }
  }

  private static InetAddress address(@Nullable String listen) {
    return "*".equals(listen)
        ? new InetSocketAddress(0).getAddress()
        : InetAddress.ofLiteral(host(listen));
  }

  /** Where replicas on this machine reach one that listens on {@code listen}. */
  static String host(@Nullable String listen) {
    if (listen == null || listen.isEmpty() || listen.equals("*") || listen.equals("localhost")) {
      return "127.0.0.1";
    }
    return listen;
  }

  private static int number(Map<String, String> settings, String name, int fallback) {
    String value = settings.getOrDefault(name, "");
    return value.isEmpty() ? fallback : Integer.parseInt(value);
  }

  /** {@code http://host:port} of the public port. */
  String url(String host) {
    return url(host, port);
  }

  /** {@code http://host:port} of the metrics port. */
  String metricsUrl(String host) {
    return url(host, metricsPort);
  }

  private static String url(String host, int port) {
    return "http://" + hostPort(host, port);
  }

  /** {@code host:port} of the metrics port, where the others find this replica. */
  String contactPoint(String host) {
    return hostPort(host, metricsPort);
  }

  private static String hostPort(String host, int port) {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
