package dev.hachi.openfaas.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a provider keeps when things around it change or fail. */
final class RestartTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir private Path folder;

  @Test
  void a_function_and_its_calls_outlive_a_restart_while_its_files_are_away() throws Exception {
    var data = Files.createDirectory(folder.resolve("data"));
    var files = Files.createDirectory(folder.resolve("files"));
    var registry = data.resolve("registry.json");
    Files.writeString(registry, "{\"echo\":\"%s\"}".formatted(files));
    try (var provider = new Provider(Checkout.settings(data))) {
      deploy(Client.of(provider.port(), data), "{\"service\":\"f\",\"image\":\"echo\"%s}");
    }
    Files.delete(registry);
    Files.delete(files);
    Queue<Callbacks.Told> heard = new ConcurrentLinkedQueue<>();

    try (var callbacks = Callbacks.to(heard::add);
        var provider = new Provider(Checkout.settings(data))) {
      var client = Client.of(provider.port(), data);
      assertThat(client.status("GET", "/system/function/f", "")).isEqualTo(200);
      var accepted =
          client.send("POST", "/async-function/f", "hi", "X-Callback-Url", callbacks.url());
      assertThat(accepted.statusCode()).isEqualTo(202);

      Files.createDirectory(files);

      await().atMost(PATIENCE).until(() -> !heard.isEmpty());
      assertThat(heard).extracting(Callbacks.Told::status).containsExactly("200");
      assertThat(heard).extracting(Callbacks.Told::body).containsExactly("hi");
    }
  }

  @Test
  void a_database_that_refuses_for_a_while_holds_a_start_up_and_no_longer() throws Exception {
    var data = folder.resolve("data");
    try (var up = UpProcess.start(data, 0)) {
      var client = Client.of(up.port(), data);
      change(data, "alter table replicas rename to hidden");

      deploy(client, "{\"service\":\"f\",\"image\":\"local\"%s}");

      await()
          .atMost(PATIENCE)
          .until(() -> Files.readString(up.log()).contains("a replica of f.openfaas-fn cannot be"));
      change(data, "alter table hidden rename to replicas");
      assertThat(client.post("/function/f", "hi").body()).isEqualTo("hi");
    }
  }

  @Test
  void who_waits_for_a_replica_when_the_provider_stops_hears_that() throws Exception {
    var data = folder.resolve("data");
    var files = Files.createDirectory(folder.resolve("files"));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var provider = new Provider(Checkout.settings(data));
      var client = Client.of(provider.port(), data);
      var nobody = "\"labels\":{\"com.openfaas.scale.min\":\"0\"}";
      deploy(client, "{\"service\":\"f\",\"image\":\"%s\",%s%%s}".formatted(files, nobody));
      Files.delete(files);
      var answer = threads.submit(() -> client.get("/function/f"));
      await()
          .atMost(PATIENCE)
          .until(() -> client.get("/system/function/f").body().contains("\"replicas\":1"));

      provider.close();

      assertThat(answer.get().statusCode()).isEqualTo(503);
      assertThat(answer.get().body()).contains("this provider stops; repeat the call");
    }
  }

  private static void deploy(Client client, String deployment) throws Exception {
    var answer = client.post("/system/functions", deployment.formatted(",\"envProcess\":\"cat\""));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
  }

  private static void change(Path data, String sql) throws SQLException {
    try (var database = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("up.db"));
        var statement = database.createStatement()) {
      var _ = statement.execute(sql);
    }
  }
}
