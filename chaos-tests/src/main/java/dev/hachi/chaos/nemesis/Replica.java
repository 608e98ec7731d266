package dev.hachi.chaos.nemesis;

import dev.hachi.chaos.history.Exit;
import dev.hachi.chaos.workload.Endpoint;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** One process of the watchdog, and what can be done to it. Thread-safe. */
public final class Replica {
  private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(2);
  private static final Duration KILLED_WITHIN = Duration.ofSeconds(10);
  private static final Pattern SIZE = Pattern.compile("\"size\":(\\d+)");
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final String function;
  private final String name;
  private final int place;
  private final String host;
  private final Ports ports;
  private final int clusterPort;
  private final Process process;
  private final Path temporary;
  private final Path log;

  /** Whether it has been told to end. */
  private volatile boolean leaving;

  private Replica(
      String function,
      String name,
      Fleet.Place place,
      int clusterPort,
      Process process,
      Path temporary,
      Path log) {
    this.function = function;
    this.name = name;
    this.place = place.number();
    this.host = place.host();
    this.ports = place.ports();
    this.clusterPort = clusterPort;
    this.process = process;
    this.temporary = temporary;
    this.log = log;
  }

  /** Starts one that looks for others at {@code join}; its log is kept in {@code folder}. */
  static Replica start(
      Product product,
      Deployment deployment,
      String name,
      Fleet.Place place,
      int clusterPort,
      String join,
      Path folder)
      throws IOException {
    var temporary = Files.createDirectories(folder.resolve(name));
    var log = folder.resolve(name + ".log");
    var command = new ArrayList<String>();
    if (deployment.network() != null) {
      command.addAll(deployment.network().prefix(place.number()));
    }
    command.addAll(product.command());
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    var environment = builder.environment();
    environment.put("mode", "actor");
    environment.put("hachi_jar", deployment.jar().toString());
    environment.put("hachi_listen", place.host());
    environment.put("port", Integer.toString(place.ports().http()));
    environment.put("metrics_port", Integer.toString(place.ports().metrics()));
    environment.put("hachi_cluster_port", Integer.toString(clusterPort));
    environment.put("hachi_join", join);
    environment.put("OPENFAAS_NAME", deployment.function());
    environment.put("healthcheck_interval", "1s");
    environment.put("TMPDIR", temporary.toString());
    environment.putAll(deployment.environment());
    return new Replica(
        deployment.function(), name, place, clusterPort, builder.start(), temporary, log);
  }

  /** The function that it is a replica of. */
  String function() {
    return function;
  }

  /** Its place and how many were there before it: r2.1 is the second one at place 2. */
  public String name() {
    return name;
  }

  public Endpoint endpoint() {
    return new Endpoint(name, host, ports.http());
  }

  /** The folder for what it writes beside its log. */
  Path temporary() {
    return temporary;
  }

  public Path log() {
    return log;
  }

  /** How many members it sees; 0 while it has not joined. */
  int members() throws InterruptedException {
    try {
      var answer = operators("/cluster/contact");
      var size = SIZE.matcher(answer.body());
      return answer.statusCode() == 200 && size.find() ? Integer.parseInt(size.group(1)) : 0;
    } catch (IOException _) {
      return 0; // it does not listen yet
    }
  }

  /** What it tells of itself in Prometheus' text format. */
  public String metrics() throws IOException, InterruptedException {
    return operators("/metrics").body();
  }

  private HttpResponse<String> operators(String path) throws IOException, InterruptedException {
    var uri = URI.create("http://" + host + ":" + ports.metrics() + path);
    var request = HttpRequest.newBuilder(uri).timeout(ANSWERS_WITHIN).build();
    return HTTP.send(request, BodyHandlers.ofString());
  }

  /** Where others reach it; it has the port above as well. */
  int clusterPort() {
    return clusterPort;
  }

  int place() {
    return place;
  }

  public long pid() {
    return process.pid();
  }

  boolean isLeaving() {
    return leaving;
  }

  /** The state of the process in one letter, as {@code ps} has it; T is stopped. */
  char processState() throws IOException {
    var stat = Files.readString(Path.of("/proc/" + pid() + "/stat"));
    return stat.charAt(stat.lastIndexOf(')') + 2);
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  int exitCode() {
    return process.exitValue();
  }

  /** SIGKILL; returns when the process is gone. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    var _ = awaitExit(KILLED_WITHIN);
  }

  /** SIGTERM. */
  public void terminate() {
    leaving = true;
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
    if (!hasEndedWithin(patience)) {
      throw new IllegalStateException(
          "%s did not end within %s; see %s".formatted(name, patience, log));
    }
    return process.exitValue();
  }

  /** Waits for its end; false when it still runs then. */
  boolean hasEndedWithin(Duration patience) throws InterruptedException {
    return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Waits for the end of one that was told to end, and answers with what has become of that. */
  public Exit exitWithin(Duration patience) throws InterruptedException {
    return hasEndedWithin(patience) ? exit() : new Exit(name, leaving, null);
  }

  /** How it has ended. */
  Exit exit() {
    return new Exit(name, leaving, process.exitValue());
  }
}
