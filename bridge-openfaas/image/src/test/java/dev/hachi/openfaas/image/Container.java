package dev.hachi.openfaas.image;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A container's process as faas-netes runs it: user 12000, a root that is read-only but /tmp. */
final class Container implements AutoCloseable {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  // Mounts that end with the process; each command is replaced by the next, so that signals arrive.
  private static final String ENTER =
      """
      root=$1; shift
      mount --bind "$root" "$root"
      mount -t tmpfs tmpfs "$root/tmp" && chmod 1777 "$root/tmp"
      mount -t proc proc "$root/proc"
      mount --rbind /dev "$root/dev"
      mount -o remount,bind,ro "$root"
      exec chroot --userspec=12000:12000 "$root" "$@"
      """;

  private final Process process;
  private final Path log;
  private final int port;

  private Container(Process process, Path log, int port) {
    this.process = process;
    this.log = log;
    this.port = port;
  }

  /** Starts the watchdog in the folder of an image's files, by the name that images call. */
  static Container start(String root, Path log, String... environment) throws IOException {
    var port = freePort();
    var command = new ArrayList<>(List.of("unshare", "-m", "sh", "-ec", ENTER, "sh", root));
    command.addAll(
        List.of("env", "-i", "PATH=/usr/local/bin:/usr/bin:/bin", "hachi_listen=127.0.0.1"));
    command.addAll(List.of("port=" + port, "metrics_port=" + freePort()));
    command.addAll(List.of(environment));
    command.addAll(List.of("sh", "-c", "cd /home/app && exec fwatchdog"));
    var process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    return new Container(process, log, port);
  }

  boolean isReady() {
    try {
      return get("/_/ready").statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  String post(String path, String body) throws IOException {
    return send(request(path).POST(BodyPublishers.ofString(body)).build()).body();
  }

  HttpResponse<String> get(String path) throws IOException {
    return send(request(path).build());
  }

  /** The kernel's word on the watchdog's process: name, user, memory. */
  String status() throws IOException {
    return Files.readString(proc("status"));
  }

  /** Whether a file is there for the watchdog, in its mounts. */
  boolean sees(String file) {
    return Files.exists(Path.of(proc("root") + file));
  }

  String log() throws IOException {
    return Files.readString(log);
  }

  /** Its exit code after SIGTERM. */
  int terminate() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new AssertionError("30 s after SIGTERM it still runs");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private Path proc(String file) {
    return Path.of("/proc", Long.toString(process.pid()), file);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofSeconds(30));
  }

  private static HttpResponse<String> send(HttpRequest request) throws IOException {
    try {
      return CLIENT.send(request, BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
