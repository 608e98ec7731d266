package dev.hachi.watchdog;

import dev.hachi.watchdog.config.Mode;
import dev.hachi.watchdog.config.WatchdogConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A watchdog in one of of-watchdog's own modes, inside the test. */
final class PlainFixture implements AutoCloseable {
  final PlainWatchdog watchdog;
  final Path folder;

  private PlainFixture(PlainWatchdog watchdog, Path folder) {
    this.watchdog = watchdog;
    this.folder = folder;
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
    WatchdogConfig config = WatchdogConfig.of(env);
    return new PlainFixture(
        PlainWatchdog.start(config, (Mode.Plain) config.mode(), () -> {}), folder);
  }

  int port() {
    return watchdog.port();
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
    watchdog.close();
    Files.deleteIfExists(folder.resolve(".lock"));
    Files.delete(folder);
  }
}
