package dev.hachi.watchdog;

import dev.hachi.watchdog.config.WatchdogConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Short lives of watchdogs, for the JVM to record what a start, a join and the first requests need.
 * They end in order, because the JVM writes its recording when it exits.
 */
public final class Training {
  private static final int KEYS = 20;
  // Enough for the JVM to know which of the code for several replicas is worth compiling early.
  private static final int SHARED_KEYS = 1_000;
  private static final int PATIENCE_MILLIS = 30_000;
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private Training() {}

  /**
   * Serves {@code jar} by one replica, and then by two of which one comes later and goes earlier.
   *
   * @param jar the counter sample, or a function with the same handlers
   * @throws IOException when one of its own requests fails
   */
  public static void run(Path jar) throws IOException {
    Logging.configure(false);
    alone(jar);
    together(jar);
  }

  private static void alone(Path jar) throws IOException {
    try (WatchdogServer server = serve(jar, Map.of("metrics_port", "0"))) {
      add(server, KEYS);
      call(server.port(), "GET /_/health", "");
      call(server.port(), "GET /_/ready", "");
      call(server.metricsPort(), "GET /metrics", "");
      server.drain();
    }
  }

  private static void together(Path jar) throws IOException {
    int one = freePort();
    int other = freePort();
    String join = "static:127.0.0.1:%d,127.0.0.1:%d".formatted(one, other);
    try (WatchdogServer first = join(jar, join, one)) {
      add(first, SHARED_KEYS);
      try (WatchdogServer second = join(jar, join, other)) {
        add(first, SHARED_KEYS);
        add(second, SHARED_KEYS);
        second.drain();
      }
      add(first, SHARED_KEYS);
      first.drain();
    }
  }

  /** A replica that is ready, so that it has joined. */
  private static WatchdogServer join(Path jar, String join, int metricsPort) throws IOException {
    WatchdogServer server =
        serve(
            jar,
            Map.of(
                "hachi_join",
                join,
                "hachi_cluster_port",
                "0",
                "metrics_port",
                Integer.toString(metricsPort)));
    try {
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
      while (!answer(server.port(), "GET /_/ready", "").startsWith("HTTP/1.1 200 ")) {
        if (System.nanoTime() > end) {
          throw new IOException("a replica did not join within " + PATIENCE_MILLIS + " ms");
        }
        LockSupport.parkNanos(POLL_NANOS);
      }
      return server;
    } catch (IOException e) {
      server.close();
      throw e;
    }
  }

  private static WatchdogServer serve(Path jar, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(more);
    settings.putAll(
        Map.of(
            "mode", "actor",
            "hachi_jar", jar.toString(),
            "port", "0",
            "healthcheck_interval", "0"));
    WatchdogServer server = WatchdogServer.listen(WatchdogConfig.of(settings), () -> {});
    server.host(FunctionLoader.load(jar, FunctionChoice.NONE));
    return server;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void add(WatchdogServer server, int keys) throws IOException {
    for (int i = 1; i <= keys; i++) {
      call(server.port(), "POST /key-%d/add".formatted(i), "5");
      call(server.port(), "GET /key-%d/get".formatted(i), "");
    }
  }

  private static void call(int port, String request, String body) throws IOException {
    String answer = answer(port, request, body);
    if (!answer.startsWith("HTTP/1.1 200 ")) {
      throw new IOException("%s was answered with %s".formatted(request, answer));
    }
  }

  private static String answer(int port, String request, String body) throws IOException {
    String text =
        "%s HTTP/1.1\r\nHost: training\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
            .formatted(request, body.length(), body);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
