package dev.hachi.chaos.nemesis;

import dev.hachi.chaos.workload.Endpoint;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** One process of the watchdog, and what can be done to it. Thread-safe. */
public final class Replica {
  private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(2);
  private static final Duration KILLED_WITHIN = Duration.ofSeconds(10);
  private static final Pattern SIZE = Pattern.compile("\"size\":(\\d+)");
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final String name;
  private final Ports ports;
  private final Process process;
  private final Path log;

  private Replica(String name, Ports ports, Process process, Path log) {
    this.name = name;
    this.ports = ports;
    this.process = process;
    this.log = log;
  }

  /** Starts one that looks for others at {@code join}; its log is kept in {@code folder}. */
  static Replica start(Product product, String name, Ports ports, String join, Path folder)
      throws IOException {
    var temporary = Files.createDirectories(folder.resolve(name));
    var log = folder.resolve(name + ".log");
    var builder =
        new ProcessBuilder(product.command())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "mode",
                "actor",
                "hachi_jar",
                product.counter().toString(),
                "port",
                Integer.toString(ports.http()),
                "metrics_port",
                Integer.toString(ports.metrics()),
                "hachi_cluster_port",
                "0",
                "hachi_join",
                join,
                "OPENFAAS_NAME",
                "counter",
                "healthcheck_interval",
                "1s",
                "TMPDIR",
                temporary.toString()));
    return new Replica(name, ports, builder.start(), log);
  }

  /** Its place and how many were there before it: r2.1 is the second one at place 2. */
  public String name() {
    return name;
  }

  public Endpoint endpoint() {
    return new Endpoint(name, "127.0.0.1", ports.http());
  }

  public Path log() {
    return log;
  }

  /** How many members it sees; 0 while it has not joined. */
  int members() throws InterruptedException {
    var uri = URI.create("http://127.0.0.1:" + ports.metrics() + "/cluster/contact");
    try {
      var request = HttpRequest.newBuilder(uri).timeout(ANSWERS_WITHIN).build();
      var answer = HTTP.send(request, BodyHandlers.ofString());
      var size = SIZE.matcher(answer.body());
      return answer.statusCode() == 200 && size.find() ? Integer.parseInt(size.group(1)) : 0;
    } catch (IOException _) {
      return 0; // it does not listen yet
    }
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** SIGKILL; returns when the process is gone. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    var _ = awaitExit(KILLED_WITHIN);
  }

  /** SIGTERM. */
  public void terminate() {
    process.destroy();
  }

  /** SIGSTOP: it stands still, and its sockets stay open. */
  public void freeze() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** SIGCONT: it goes on as if no time had passed. */
  public void thaw() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String signal) throws IOException, InterruptedException {
    var command = List.of("sh", "-c", "kill -" + signal + " " + process.pid());
    var code = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (code != 0) {
      throw new IllegalStateException("SIG" + signal + " could not be sent to " + name);
    }
  }

  /** Waits for its end and returns its exit code. */
  public int awaitExit(Duration patience) throws InterruptedException {
    if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException(
          "%s did not end within %s; see %s".formatted(name, patience, log));
    }
    return process.exitValue();
  }
}
