package dev.hachi.watchdog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The real process, its environment, its sockets and its signals. */
@Execution(ExecutionMode.CONCURRENT)
final class WatchdogProcessTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private @Nullable WatchdogProcess watchdog;

  @TempDir private Path folder;

  @AfterEach
  void end() {
    client.close();
    if (watchdog != null) {
      watchdog.close();
    }
  }

  @Test
  void parallel_clients_of_one_key_get_each_number_once() throws Exception {
    var port = startUntilReady();
    var replies = new ArrayList<Future<List<String>>>();
    try (var clients = Executors.newFixedThreadPool(64)) {
      for (var i = 0; i < 64; i++) {
        replies.add(clients.submit(() -> addOne(port, 100)));
      }
    }

    var all = new ArrayList<String>();
    for (var reply : replies) {
      all.addAll(reply.get());
    }
    assertThat(all)
        .containsExactlyInAnyOrderElementsOf(
            LongStream.rangeClosed(1, 6_400).mapToObj(Long::toString).toList());
  }

  @Test
  void the_same_idempotency_key_changes_nothing_and_answers_the_same() throws Exception {
    var port = startUntilReady();

    assertThat(post(port, "alice/add", "5", "Idempotency-Key", "k1").body()).isEqualTo("5");
    assertThat(post(port, "alice/add", "5", "Idempotency-Key", "k1").body()).isEqualTo("5");
    assertThat(post(port, "alice/add", "5", "X-Call-Id", "k2").body()).isEqualTo("10");
  }

  @Test
  void sigterm_lets_a_request_in_flight_end_and_exits_0() throws Exception {
    var port = startUntilReady();
    var slow =
        CompletableFuture.supplyAsync(
            () -> postUnchecked(port, "alice/addSlowly", "5"), Thread.ofPlatform()::start);
    while (inFlight() == 0) {
      Thread.onSpinWait();
    }

    running().process().destroy();

    assertThat(slow.get().body()).isEqualTo("5");
    assertThat(running().process().waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(running().process().exitValue()).isZero();
  }

  @Test
  void the_lock_file_says_whether_the_function_is_healthy() throws Exception {
    var lock = folder.resolve(".lock");
    assertThat(healthcheck()).isEqualTo(1);
    start(Map.of());
    running().untilReady();

    await().until(() -> Files.exists(lock));
    assertThat(healthcheck()).isZero();
    running().process().destroy();

    assertThat(running().process().waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(lock).doesNotExist();
    assertThat(healthcheck()).isEqualTo(1);
  }

  private int healthcheck() throws Exception {
    var command = new ArrayList<>(WatchdogProcess.java("dev.hachi.watchdog.Watchdog"));
    command.add("-run-healthcheck");
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(folder.resolve("healthcheck").toFile());
    builder.environment().putAll(Map.of("mode", "actor", "TMPDIR", folder.toString()));
    var process = builder.start();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  @Test
  void a_malformed_variable_stops_the_start_with_one_line() throws Exception {
    start(Map.of("max_inflight", "ten"));
    var lines = running().untilEnd();

    assertThat(running().process().waitFor()).isEqualTo(1);
    assertThat(lines).hasSize(1);
    assertThat(lines.getFirst()).contains("max_inflight", "ten");
  }

  @Test
  void every_line_of_the_log_is_pairs() throws Exception {
    start(Map.of("hachi_access_log", "true", "healthcheck_interval", "0"));
    var port = running().untilReady();
    post(port, "alice/add", "5", "X-Call-Id", "c-1");
    post(port, "alice/explode", "", "X-Call-Id", "c-2");

    running().process().toHandle().destroy(); // which leaves its output open
    var lines = running().untilEnd();

    var value = "([^\"\\s=]+|\"([^\"\\\\]|\\\\.)*\")";
    assertThat(lines)
        .allMatch(line -> line.matches("time=\\S+Z level=\\w+( \\w+=" + value + ")+"))
        .anyMatch(line -> line.contains(" logger=access message=answered call_id=c-1 method=POST "))
        .anyMatch(line -> line.matches(".* logger=HandlerRun .* call_id=c-2 error=.*"))
        .anyMatch(line -> line.endsWith(" logger=Watchdog message=exit"));
  }

  private List<String> addOne(int port, int times) throws Exception {
    var replies = new ArrayList<String>();
    for (var i = 0; i < times; i++) {
      replies.add(post(port, "many/add", "1", "X-Test", "1").body());
    }
    return replies;
  }

  private HttpResponse<String> postUnchecked(int port, String path, String body) {
    try {
      return post(port, path, body, "X-Test", "1");
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private HttpResponse<String> post(int port, String path, String body, String header, String value)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/" + path))
            .header(header, value)
            .POST(HttpRequest.BodyPublishers.ofString(body));
    return client.send(request.build(), BodyHandlers.ofString());
  }

  /** Read on the metrics port, as Prometheus would. */
  private int inFlight() throws Exception {
    var uri = URI.create("http://127.0.0.1:" + running().metricsPort() + "/metrics");
    var text = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    var gauge = Pattern.compile("(?m)^http_requests_in_flight (\\d+)$").matcher(text);
    return gauge.find() ? Integer.parseInt(gauge.group(1)) : 0;
  }

  private int startUntilReady() throws IOException {
    start(Map.of());
    return running().untilReady();
  }

  private void start(Map<String, String> more) throws IOException {
    var environment = new HashMap<>(more);
    environment.put("hachi_jar", folderWithTheTillAlone().toString());
    environment.put("TMPDIR", folder.toString()); // for a lock of its own
    watchdog = WatchdogProcess.start(environment);
  }

  private Path folderWithTheTillAlone() throws IOException {
    var packageFolder = Path.of("dev", "hachi", "watchdog");
    var compiled = Path.of("target", "test-classes").resolve(packageFolder);
    var copy = Files.createDirectories(folder.resolve(packageFolder));
    try (var classes = Files.newDirectoryStream(compiled, "Till{.class,$*.class}")) {
      for (var one : classes) {
        Files.copy(one, copy.resolve(one.getFileName()));
      }
    }
    return folder;
  }

  private WatchdogProcess running() {
    if (watchdog == null) {
      throw new IllegalStateException("no process was started");
    }
    return watchdog;
  }
}
