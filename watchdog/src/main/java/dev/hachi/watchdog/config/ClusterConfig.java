package dev.hachi.watchdog.config;

import dev.hachi.sharding.guard.TlsFiles;
import dev.hachi.sharding.membership.JoinSource;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How this replica finds and reaches the others of its function.
 *
 * @param join where it finds them
 * @param bind the address of its cluster port, at which they reach it
 * @param port its cluster port; 0 takes a free one
 * @param tls what replicas show to each other; null for nothing
 * @param copies how many replicas store each key
 * @param shards into how many parts that move together the keys are divided
 * @param memoryMax how much state this replica may store, in bytes
 * @param batches whether messages that wait for one replica leave together
 */
public record ClusterConfig(
    JoinSource join,
    String bind,
    int port,
    @Nullable TlsFiles tls,
    int copies,
    int shards,
    long memoryMax,
    boolean batches) {
  /** The port between replicas. */
  public static final int PORT = 7355;

  /** A majority of them survives the loss of one. */
  public static final int COPIES = 3;

  /** Even over ten replicas, and cheap at rest. */
  public static final int SHARDS = 128;

  private static final int PORT_MAX = 65_535;
  private static final int COPIES_MAX = 7;
  private static final int SHARDS_MAX = 4096;
  private static final String JOIN_ALLOWED =
      "none, static:HOST:PORT,... (the metrics ports of other replicas) or dns:NAME";
  private static final String BIND_ALLOWED =
      "an IP address of this machine at which the other replicas reach it";

  /**
   * What {@code vars} say.
   *
   * @param listen the address of the other ports: on loopback nobody from outside may join either
   * @param metricsPort where replicas found by DNS answer who they are
   */
  static ClusterConfig read(Variables vars, String listen, int metricsPort) {
    String fallback = WatchdogConfig.isLoopback(listen) ? "127.0.0.1" : ownAddress();
    return new ClusterConfig(
        vars.read("hachi_join", new JoinSource.None(), JOIN_ALLOWED, v -> source(v, metricsPort)),
        vars.read("hachi_bind", fallback, BIND_ALLOWED, ClusterConfig::address),
        vars.number("hachi_cluster_port", PORT, 0, PORT_MAX),
        tls(vars),
        vars.number("hachi_copies", COPIES, 1, COPIES_MAX),
        vars.number("hachi_shards", SHARDS, 1, SHARDS_MAX),
        vars.number("hachi_memory_max", halfOfHeap(), 1, Runtime.getRuntime().maxMemory()),
        vars.read("hachi_batches", true, "true, 1, false or 0", Variables::flagOf));
  }

  /** Whether there are other replicas to look for. */
  public boolean joins() {
    return !(join instanceof JoinSource.None);
  }

  /**
   * Whether the ports between replicas ask nobody who he is, and others than this machine reach
   * them.
   */
  public boolean exposed() {
    return joins() && tls == null && !WatchdogConfig.isLoopback(bind);
  }

  private static @Nullable TlsFiles tls(Variables vars) {
    String cert = vars.text(TlsFiles.CERT);
    String key = vars.text(TlsFiles.KEY);
    String ca = vars.text(TlsFiles.CA);
    if (cert != null && key != null && ca != null) {
      return new TlsFiles(Path.of(cert), Path.of(key), Path.of(ca));
    }
    if (cert != null || key != null || ca != null) {
      vars.problem(
          "%s, %s and %s must be set together, each to a PEM file, or none of them"
              .formatted(TlsFiles.CERT, TlsFiles.KEY, TlsFiles.CA));
    }
    return null;
  }

  /** What is left is for live entities, and for what is on its way. */
  private static long halfOfHeap() {
    return Runtime.getRuntime().maxMemory() / 2;
  }

  private static Optional<JoinSource> source(String value, int metricsPort) {
    try {
      return Optional.of(JoinSource.parse(value, metricsPort));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> address(String value) {
    try {
      InetAddress address = InetAddress.ofLiteral(value);
      return Optional.of(address)
          .filter(literal -> !literal.isAnyLocalAddress())
          .map(InetAddress::getHostAddress);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The first address that others may reach; in a container there is only one. */
  private static String ownAddress() {
    try {
      return NetworkInterface.networkInterfaces()
          .filter(ClusterConfig::isUp)
          .flatMap(NetworkInterface::inetAddresses)
          .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
          .map(InetAddress::getHostAddress)
          .findFirst()
          .orElse("127.0.0.1");
    } catch (SocketException e) {
      return "127.0.0.1";
    }
  }

  private static boolean isUp(NetworkInterface network) {
    try {
      return network.isUp();
    } catch (SocketException e) {
      return false;
    }
  }
}
