package dev.hachi.watchdog.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hachi.watchdog.Till;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Several replicas of one command, as processes. */
@Isolated("the command looks for free ports, which it has a while later")
final class ReplicasTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<ProcessHandle> children = new ArrayList<>();
  private @Nullable Process parent;

  /** A line of the table. */
  private record Shown(long pid, String url) {}

  @AfterEach
  void kill() {
    client.close();
    if (parent != null) {
      parent.destroyForcibly();
    }
    children.forEach(ProcessHandle::destroyForcibly);
  }

  @Test
  void replicas_share_their_state_outlive_each_other_and_end_together() throws Exception {
    var running = start(3);
    var shown = table(3);

    assertThat(logs().filter(log -> log.contains("knows no state")))
        .as("the one that formed the cluster")
        .hasSize(1);
    assertThat(logs()).allMatch(log -> log.contains("waits to join") && log.contains("is ready"));
    assertThat(logs()).noneMatch(log -> log.contains("suppress_lock"));
    assertThat(post(shown.get(0), "/ann/add", "5")).isEqualTo("5");
    assertThat(post(shown.get(1), "/ann/add", "2")).isEqualTo("7");
    assertStatus(3);

    ProcessHandle.of(shown.get(0).pid()).orElseThrow().destroyForcibly();

    await()
        .atMost(PATIENCE)
        .until(() ->
            stderr().contains("(pid %d) ended with exit code 137".formatted(shown.get(0).pid())));
    assertThat(post(shown.get(2), "/ann/add", "0")).isEqualTo("7");
    assertThat(hachi("status").stderr()).contains("no answer from");

    running.toHandle().destroy();

    assertThat(running.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("it ends").isTrue();
    assertThat(running.exitValue()).isZero();
    assertThat(children).noneMatch(ProcessHandle::isAlive);
    assertThat(log(shown.get(2))).contains("message=\"draining: 0 requests\"");
    assertThat(folder.resolve(".hachi/replicas")).isEmptyDirectory();
  }

  @Test
  void replicas_do_not_outlive_a_parent_that_was_killed() throws Exception {
    var running = start(2);
    table(2);

    running.destroyForcibly();

    await().atMost(PATIENCE).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    assertThat(hachi("status").code()).isEqualTo(1);
  }

  private void assertStatus(int replicas) throws Exception {
    var text = hachi("status", "--shards");
    assertThat(text.code()).isZero();
    assertThat(text.stdout()).contains("till: 128 shards, 1 key, ", " 1 live entity\n");
    assertThat(text.stdout().lines().filter(line -> line.contains("  ready  "))).hasSize(replicas);

    var pages = JSON.readTree(hachi("status", "--json").stdout());
    assertThat(pages).hasSize(replicas);
    var run = 0;
    for (var answer : pages) {
      var page = answer.path("page");
      assertThat(page.path("members")).hasSize(replicas);
      assertThat(page.path("shards")).hasSize(128);
      for (var shard : page.path("shards")) {
        run += shard.path("runs_here").asBoolean() ? 1 : 0;
      }
    }
    assertThat(run).isEqualTo(128);
  }

  private Process start(int replicas) throws IOException {
    var jar = folder.resolve("till.jar");
    FunctionJar.write(jar, Till.class, Till.State.class);
    var builder =
        HachiProcess.of(folder, "run", jar.toString(), "--replicas", "" + replicas, "--port", "0");
    builder.redirectOutput(folder.resolve("stdout").toFile());
    builder.redirectError(folder.resolve("stderr").toFile());
    parent = builder.start();
    return parent;
  }

  /** Waits until all have joined, and notes who runs. */
  private List<Shown> table(int replicas) throws IOException {
    var stdout = folder.resolve("stdout");
    await().atMost(PATIENCE).until(() -> lines(stdout).size() == replicas + 1);
    assertThat(stderr()).contains("%d of %d replicas are ready".formatted(replicas, replicas));
    var shown =
        lines(stdout).stream()
            .skip(1)
            .map(line -> line.strip().split(" +"))
            .map(cells -> new Shown(Long.parseLong(cells[1]), cells[2]))
            .toList();
    shown.forEach(replica -> children.add(ProcessHandle.of(replica.pid()).orElseThrow()));
    return shown;
  }

  private static List<String> lines(Path file) throws IOException {
    return Files.readAllLines(file);
  }

  private String stderr() throws IOException {
    return Files.readString(folder.resolve("stderr"));
  }

  private String log(Shown replica) throws IOException {
    var port = "port " + URI.create(replica.url()).getPort();
    return logs().filter(text -> text.contains(port)).findFirst().orElse("");
  }

  private Stream<String> logs() throws IOException {
    var texts = new ArrayList<String>();
    try (Stream<Path> logs = Files.walk(folder.resolve(".hachi/logs"))) {
      for (var file : logs.filter(Files::isRegularFile).toList()) {
        texts.add(Files.readString(file));
      }
    }
    return texts.stream();
  }

  private HachiProcess.Ended hachi(String... arguments) throws Exception {
    return HachiProcess.end(HachiProcess.of(folder, arguments).start());
  }

  private String post(Shown replica, String path, String body) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(replica.url() + path))
            .timeout(PATIENCE)
            .POST(BodyPublishers.ofString(body))
            .build();
    return client.send(request, BodyHandlers.ofString()).body();
  }
}
