package dev.hachi.watchdog;

import dev.hachi.watchdog.config.WatchdogConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * One short life of a watchdog, for the JVM to record what a start and its first requests need. It
 * ends in order, because the JVM writes its recording when it exits.
 */
public final class Training {
  private static final int KEYS = 20;
  private static final int PATIENCE_MILLIS = 30_000;

  private Training() {}

  /**
   * Serves {@code jar}, calls its handler {@code add} over HTTP, reads the metrics and drains.
   *
   * @param jar the counter sample, or a function with the same handlers
   * @throws IOException when one of its own requests fails
   */
  public static void run(Path jar) throws IOException {
    Logging.configure(false);
    WatchdogConfig config = WatchdogConfig.of(settings(jar));
    try (WatchdogServer server = WatchdogServer.listen(config, () -> {})) {
      server.host(FunctionLoader.load(jar, FunctionChoice.NONE));
      for (int i = 1; i <= KEYS; i++) {
        call(server.port(), "POST /key-%d/add".formatted(i), "5");
        call(server.port(), "GET /key-%d/get".formatted(i), "");
      }
      call(server.port(), "GET /_/health", "");
      call(server.port(), "GET /_/ready", "");
      call(server.metricsPort(), "GET /metrics", "");
      server.drain();
    }
  }

  private static Map<String, String> settings(Path jar) {
    return Map.of(
        "mode", "actor",
        "hachi_jar", jar.toString(),
        "port", "0",
        "metrics_port", "0",
        "healthcheck_interval", "0");
  }

  private static void call(int port, String request, String body) throws IOException {
    String text =
        "%s HTTP/1.1\r\nHost: training\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
            .formatted(request, body.length(), body);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!answer.startsWith("HTTP/1.1 200 ")) {
        throw new IOException("%s was answered with %s".formatted(request, answer));
      }
    }
  }
}
