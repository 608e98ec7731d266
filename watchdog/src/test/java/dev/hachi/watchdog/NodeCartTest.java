package dev.hachi.watchdog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The cart in JavaScript: messages and timers of a process. */
@Execution(ExecutionMode.CONCURRENT)
final class NodeCartTest extends StatefulProcess {
  private static final String CART = "../samples/node-cart/cart.js";

  @Test
  void a_checkout_empties_the_cart_and_tells_another_key_once() throws Exception {
    startFunction("node", CART, "hachi_function=cart");

    assertThat(post("/ann/add", "\"pen\"").body()).isEqualTo("[\"pen\"]");
    assertThat(post("/ann/add", "\"book\"").body()).isEqualTo("[\"pen\",\"book\"]");
    assertThat(post("/ann/checkout", "", "Idempotency-Key", "c-1").body()).isEqualTo("null");
    assertThat(post("/ann/checkout", "", "Idempotency-Key", "c-1").body()).isEqualTo("null");

    await()
        .atMost(20, TimeUnit.SECONDS)
        .untilAsserted(() ->
            assertThat(post("/all-orders/get", "").body())
                .isEqualTo("[{\"by\":\"ann\",\"items\":[\"pen\",\"book\"]}]"));
    assertThat(post("/ann/get", "").body()).isEqualTo("[]");
    failsWith(post("/ann/checkout", ""), 422, "cart_empty");
  }

  @Test
  void a_cart_is_forgotten_by_its_timer() throws Exception {
    startFunction("node", CART, "hachi_function=cart", "kept_millis=1000");

    assertThat(post("/ann/add", "\"pen\"").body()).isEqualTo("[\"pen\"]");

    await()
        .atMost(20, TimeUnit.SECONDS)
        .untilAsserted(() -> assertThat(post("/ann/get", "").body()).isEqualTo("[]"));
  }

  @Test
  void a_body_that_is_no_json_is_refused_and_changes_nothing() throws Exception {
    startFunction("node", CART, "hachi_function=cart");

    failsWith(post("/ann/add", "pen"), 400, "bad_message");
    assertThat(post("/ann/get", "").body()).isEqualTo("[]");
  }
}
