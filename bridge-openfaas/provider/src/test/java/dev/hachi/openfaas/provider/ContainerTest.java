package dev.hachi.openfaas.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Replicas as containers of the image in the system property {@code hachi.image}, which has Hachi
 * and the sample counter; podman has it, or else docker.
 */
final class ContainerTest {
  private static final String IMAGE = System.getProperty("hachi.image", "");
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static String engine = "";

  @TempDir private Path folder;

  @BeforeAll
  static void findEngine() throws Exception {
    // The first that works, as the provider takes it.
    for (var program : List.of("podman", "docker")) {
      if (engine.isEmpty() && !IMAGE.isEmpty() && succeeds(program, "info")) {
        engine = program;
      }
    }
    assumeImage();
  }

  private static void assumeImage() throws Exception {
    var there = !engine.isEmpty() && succeeds(engine, "image", "inspect", IMAGE);
    if (!there) {
      System.err.printf(
          "skipped: hachi.image is \"%s\", and no image of podman or docker%n", IMAGE);
    }
    assumeThat(there).as("podman or docker has the image \"%s\"", IMAGE).isTrue();
  }

  @Test
  void containers_are_scaled_watched_and_removed_and_share_state() throws Exception {
    var data = folder.resolve("data");
    try (var provider = new Provider(Checkout.settings(data))) {
      var client = Client.of(provider.port(), data);
      deploy(client);
      assertThat(client.post("/function/counter/ann/add", "3").body()).isEqualTo("3");
      scale(client, 2);
      assertThat(client.post("/function/counter/ann/add", "4").body()).isEqualTo("7");

      assertThat(client.get("/system/function/counter?usage=true").body())
          .containsPattern("\"totalMemoryBytes\":[1-9][.\\d]+E8");
      assertThat(client.get("/system/logs?name=counter").body())
          .contains("function counter is ready");
      var container = containers().getFirst();
      assertThat(run(engine, "exec", container, "cat", "/var/openfaas/secrets/token"))
          .isEqualTo("s3cret");
      assertThat(run(engine, "exec", container, "env")).contains("OWN= a \"b\" #c");
      assertThat(arguments()).noneMatch(argument -> argument.contains("a \"b\""));

      scale(client, 1);
      assertThat(client.get("/function/counter/ann/get").body()).isEqualTo("7");
      assertThat(client.status("DELETE", "/system/functions", "{\"functionName\":\"counter\"}"))
          .isEqualTo(202);
      await().atMost(PATIENCE).until(() -> containers().isEmpty());
      await().atMost(PATIENCE).until(() -> files(data.resolve("containers")) == 0);
    }
  }

  @Test
  void a_provider_that_is_killed_finds_them_again_and_ends_them() throws Exception {
    var data = folder.resolve("data");
    var up = UpProcess.start(data, 0);
    try {
      var client = Client.of(up.port(), data);
      deploy(client);
      assertThat(client.post("/function/counter/ann/add", "3").body()).isEqualTo("3");
    } finally {
      up.kill();
    }
    var before = containers();
    try (var next = UpProcess.start(data, 0)) {
      var client = Client.of(next.port(), data);

      assertThat(client.post("/function/counter/ann/add", "4").body()).isEqualTo("7");
      assertThat(containers()).isEqualTo(before).hasSize(1);
    }
    await().atMost(PATIENCE).until(() -> containers().isEmpty());
  }

  @Test
  void one_whose_engine_was_killed_with_the_provider_does_not_stay() throws Exception {
    var data = folder.resolve("data");
    var up = UpProcess.start(data, 0);
    try {
      var client = Client.of(up.port(), data);
      deploy(client);
      await().atMost(PATIENCE).until(() -> client.available("counter") == 1);
    } finally {
      up.kill();
    }
    var before = containers();
    clients().forEach(ProcessHandle::destroyForcibly);
    try (var next = UpProcess.start(data, 0)) {
      var client = Client.of(next.port(), data);

      assertThat(client.post("/function/counter/ann/add", "4").body()).isEqualTo("4");
      await().atMost(PATIENCE).until(() -> containers().stream().noneMatch(before::contains));
    }
  }

  private static void deploy(Client client) throws Exception {
    var secret = "{\"name\":\"token\",\"value\":\"s3cret\"}";
    assertThat(client.status("POST", "/system/secrets", secret)).isEqualTo(202);
    var answer =
        client.post(
            "/system/functions",
            """
            {"service":"counter","image":"%s","secrets":["token"],"envVars":{"OWN":" a \\"b\\" #c"}}\
            """
                .formatted(IMAGE));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
  }

  private static void scale(Client client, int replicas) throws Exception {
    client.scale("counter", replicas);
    await().atMost(PATIENCE).until(() -> client.available("counter") == replicas);
  }

  private static List<String> containers() throws Exception {
    return run(engine, "ps", "-a", "--filter", "label=hachi.replica", "--format", "{{.Names}}")
        .lines()
        .toList();
  }

  /** The engine's processes, of this test alone. */
  private Stream<ProcessHandle> clients() {
    var variables = folder.resolve("data/containers").toString();
    return ProcessHandle.allProcesses()
        .filter(process -> Arrays.toString(arguments(process)).contains(variables));
  }

  private static Stream<String> arguments() {
    return ProcessHandle.allProcesses().flatMap(process -> Arrays.stream(arguments(process)));
  }

  private static String[] arguments(ProcessHandle process) {
    return process.info().arguments().orElse(new String[0]);
  }

  private static long files(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.count();
    }
  }

  private static boolean succeeds(String... command) throws InterruptedException {
    try {
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false; // there is no such program
    }
  }

  /** What a program says. */
  private static String run(String... command) throws IOException, InterruptedException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return said.strip();
  }
}
