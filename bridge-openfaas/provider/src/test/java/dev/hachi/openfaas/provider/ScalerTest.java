package dev.hachi.openfaas.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A function that asks for its own replicas, and a provider that starts and ends them. */
final class ScalerTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int KEYS_MAX = 1000;
  private static final int KEPT = 5;

  /** Long, so that few carts are many bytes. */
  private static final String ARTICLE = "pear".repeat(250);

  @TempDir private Path data;

  @Test
  void memory_that_fills_brings_a_second_replica_and_a_calm_ends_it_and_nothing_is_lost()
      throws Exception {
    try (var provider = new Provider(Checkout.settings(data))) {
      var client = Client.of(provider.port(), data);
      deploy(client);
      await().atMost(PATIENCE).until(() -> client.available("cart") == 1);

      var carts = fill(client);
      await().atMost(PATIENCE).until(() -> client.available("cart") == 2);
      for (var cart = 0; cart < carts; cart++) {
        assertThat(cart(client, cart)).contains(ARTICLE);
      }

      for (var cart = KEPT; cart < carts; cart++) {
        assertThat(client.post("/function/cart/k" + cart + "/expire", "").statusCode())
            .isLessThan(300);
      }
      await().atMost(PATIENCE).until(() -> client.available("cart") == 1);
      for (var cart = 0; cart < carts; cart++) {
        assertThat(cart(client, cart).contains(ARTICLE)).isEqualTo(cart < KEPT);
      }
      assertSaid(client);
    }
  }

  /** Replies are remembered for a while when a cart is gone, and have its long names too. */
  private void deploy(Client client) throws Exception {
    var password = Files.readString(data.resolve("basic-auth-password")).strip();
    var secret = "{\"name\":\"hachi-gateway-password\",\"value\":\"%s\"}".formatted(password);
    assertThat(client.post("/system/secrets", secret).statusCode()).isEqualTo(202);
    var cart =
        """
        {"service": "cart", "image": "samples/cart", "secrets": ["hachi-gateway-password"],
         "labels": {"com.openfaas.scale.min": "1", "com.openfaas.scale.max": "2"},
         "envVars": {
           "hachi_gateway": "http://127.0.0.1:%d",
           "hachi_copies": "1", "hachi_memory_max": "200000",
           "hachi_scale": "true", "hachi_scale_down": "70", "hachi_scale_every": "200ms",
           "hachi_scale_pause": "1s", "hachi_scale_calm": "2s"}}\
        """
            .formatted(client.port());
    var answer = client.post("/system/functions", cart);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
  }

  /** Until another replica is wanted, or nothing more fits before it is there. */
  private static int fill(Client client) throws Exception {
    var item = "{\"article\":\"%s\",\"quantity\":1,\"cents\":25}".formatted(ARTICLE);
    for (var cart = 0; cart < KEYS_MAX; cart++) {
      var answer = client.post("/function/cart/k" + cart + "/add", item);
      if (answer.statusCode() != 200) {
        assertThat(answer.body()).contains("store_full");
        return cart;
      }
      if (client.get("/system/function/cart").body().contains("\"replicas\":2")) {
        return cart + 1;
      }
    }
    throw new AssertionError("the memory of one replica took " + KEYS_MAX + " carts");
  }

  private static String cart(Client client, int cart) throws Exception {
    var answer = client.get("/function/cart/k" + cart + "/get");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  private void assertSaid(Client client) throws Exception {
    var logs = client.get("/system/logs?name=cart&tail=1000").body();
    assertThat(logs)
        .contains("cart is scaled from 1 to 2 replicas because of memory: memory is used to")
        .contains("cart is scaled from 2 to 1 replicas because of calm: memory is used to")
        .doesNotContain(Files.readString(data.resolve("basic-auth-password")).strip());
  }
}
