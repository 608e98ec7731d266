package dev.hachi.watchdog;

import static org.awaitility.Awaitility.await;

import dev.hachi.watchdog.config.Mode;
import dev.hachi.watchdog.config.WatchdogConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * A watchdog in one of of-watchdog's own modes: inside the test, or, to see what another one does,
 * the program that the system property {@code watchdog.binary} names.
 */
final class PlainFixture implements AutoCloseable {
  private static final String BINARY = System.getProperty("watchdog.binary", "");

  private final Path folder;
  private final IntSupplier port;
  private final IntSupplier metricsPort;
  private final Runnable stop;

  private PlainFixture(Path folder, IntSupplier port, IntSupplier metricsPort, Runnable stop) {
    this.folder = folder;
    this.port = port;
    this.metricsPort = metricsPort;
    this.stop = stop;
  }

  /** Starts one; variables are given as name=value. */
  static PlainFixture start(String... variables) throws IOException {
    Path folder = Files.createTempDirectory("plain");
    Map<String, String> env = new HashMap<>();
    env.putAll(Map.of("port", "0", "metrics_port", "0", "hachi_listen", "127.0.0.1"));
    env.putAll(Map.of("healthcheck_interval", "0", "TMPDIR", folder.toString()));
    for (String variable : variables) {
      int equals = variable.indexOf('=');
      env.put(variable.substring(0, equals), variable.substring(equals + 1));
    }
    return BINARY.isEmpty() ? inside(folder, env) : outside(folder, env);
  }

  private static PlainFixture inside(Path folder, Map<String, String> env) {
    WatchdogConfig config = WatchdogConfig.of(env);
    PlainWatchdog watchdog = PlainWatchdog.start(config, (Mode.Plain) config.mode(), () -> {});
    return new PlainFixture(folder, watchdog::port, watchdog::metricsPort, watchdog::close);
  }

  private static PlainFixture outside(Path folder, Map<String, String> env) throws IOException {
    int port = FreePorts.next();
    ProcessBuilder builder = new ProcessBuilder(BINARY).inheritIO();
    builder.environment().putAll(env);
    builder.environment().put("port", Integer.toString(port));
    builder.environment().remove("metrics_port");
    Process process = builder.start();
    await().atMost(Duration.ofSeconds(30)).until(() -> listening(port));
    Runnable stop =
        () -> {
          process.descendants().forEach(ProcessHandle::destroyForcibly);
          process.destroyForcibly();
          var _ = process.onExit().join();
        };
    return new PlainFixture(folder, () -> port, () -> 8081, stop);
  }

  private static boolean listening(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  int port() {
    return port.getAsInt();
  }

  int metricsPort() {
    return metricsPort.getAsInt();
  }

  /** The answer to a GET whose connection ends with it. */
  String get(String target, String... headers) throws IOException {
    return exchange("GET", target, "", headers);
  }

  String exchange(String method, String target, String body, String... headers) throws IOException {
    StringBuilder request = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: h\r\n");
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    if (!body.isEmpty()) {
      request.append("Content-Length: ").append(body.length()).append("\r\n");
    }
    return Raw.exchange(port(), request + "Connection: close\r\n\r\n" + body);
  }

  @Override
  public void close() throws IOException {
    stop.run();
    Files.deleteIfExists(folder.resolve(".lock"));
    Files.delete(folder);
  }
}
