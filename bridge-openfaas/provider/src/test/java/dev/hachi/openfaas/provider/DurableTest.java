package dev.hachi.openfaas.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A function whose state is in a durable store. */
final class DurableTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String REFERENCE =
      """
      file-store {
        class = "%s"
        folder = ${STORE_FOLDER}
      }
      """
          .formatted(FileStore.Plugin.class.getName());

  @TempDir private Path folder;

  @Test
  void to_0_and_back_keeps_what_the_store_keeps() throws Exception {
    var data = folder.resolve("data");
    try (var provider = new Provider(Checkout.settings(data))) {
      var client = Client.of(provider.port(), data);
      deploy(client);
      assertThat(client.post("/function/counter/ann/add", "3").body()).isEqualTo("3");

      var note = client.post("/system/scale-function/counter", "{\"replicas\":0}");
      await().atMost(PATIENCE).until(() -> client.available("counter") == 0);

      assertThat(note.statusCode()).isEqualTo(202);
      assertThat(note.body()).isEmpty();
      assertThat(client.post("/function/counter/ann/add", "4").body()).isEqualTo("7");
    }
  }

  @Test
  void it_has_one_replica() throws Exception {
    var data = folder.resolve("data");
    try (var provider = new Provider(Checkout.settings(data))) {
      var client = Client.of(provider.port(), data);
      deploy(client);

      var answer = client.post("/system/scale-function/counter", "{\"replicas\":2}");

      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).contains("replicas share state in memory only");
    }
  }

  private void deploy(Client client) throws Exception {
    var plugin = Jar.of(folder.resolve("store.jar"), FileStore.class, REFERENCE);
    var records = Files.createDirectories(folder.resolve("records"));
    var answer =
        client.post(
            "/system/functions",
            """
            {"service":"counter","image":"samples/counter","envVars":
             {"hachi_state":"plugin:file-store","STORE_FOLDER":"%s","CLASSPATH":"%s"}}\
            """
                .formatted(records, plugin));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
  }
}
