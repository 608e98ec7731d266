package dev.hachi.openfaas.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A function that calls another one over the gateway, which is the provider itself. */
final class GatewayTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir private static Path folder;
  private static Provider provider;
  private static Client client;

  @BeforeAll
  static void start() throws Exception {
    var data = folder.resolve("data");
    provider = new Provider(Checkout.settings(data));
    client = Client.of(provider.port(), data);
    deploy("{\"service\":\"develop\",\"image\":\"local\",\"envProcess\":\"tr a-z A-Z\"}");
    var jar = Jar.of(folder.resolve("album.jar"), Album.class);
    deploy("{\"service\":\"album\",\"image\":\"%s\"}".formatted(jar));
  }

  @AfterAll
  static void stop() throws IOException {
    provider.close();
  }

  private static void deploy(String deployment) throws Exception {
    var answer = client.post("/system/functions", deployment);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
  }

  @Test
  void it_asks_and_gets_the_answer() throws Exception {
    var answer = client.post("/function/album/ann/preview", "\"sea\"");

    assertThat(answer.body()).isEqualTo("\"SEA\"");
    assertThat(answer.statusCode()).isEqualTo(200);
  }

  @Test
  void it_tells_and_the_answer_comes_back_as_a_message() throws Exception {
    assertThat(client.post("/function/album/bob%2F1/add", "\"sun\"").statusCode()).isEqualTo(200);

    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(client.get("/function/album/bob%2F1/get").body())
                .isEqualTo("[\"\\\"SUN\\\"\"]"));
  }
}
