package dev.hachi.openfaas.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A function with state, from its deployment to its removal, under load. */
final class CounterTest {
  private static final int KEYS = 100;
  private static final int ROUNDS = 10;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private Path data;
  private final AtomicInteger rounds = new AtomicInteger();
  private volatile boolean scaled;

  @Test
  void no_call_fails_and_no_state_is_lost_while_it_is_scaled_up_and_down() throws Exception {
    try (var provider = new Provider(Checkout.settings(data))) {
      var client = Client.of(provider.port(), data);
      deploy(client);

      try (var threads = Executors.newFixedThreadPool(4)) {
        var load = threads.submit(() -> load(client));
        try {
          await().atMost(PATIENCE).until(() -> rounds.get() > 0);
          scale(client, 3);
          scale(client, 1);
        } finally {
          scaled = true;
        }
        load.get();
      }

      assertTotals(client);
      assertSeenFromOutside(client);
      assertForgetsPlainly(client);
      remove(client);
    }
  }

  private static void deploy(Client client) throws Exception {
    var counter = "{\"service\":\"counter\",\"image\":\"samples/counter\"}";
    assertThat(client.post("/system/functions", counter).statusCode()).isEqualTo(202);
  }

  /** Adds 1 to each key, round by round, as long as it is scaled and at least ten times. */
  private Void load(Client client) throws Exception {
    try (var threads = Executors.newFixedThreadPool(8)) {
      while (!scaled || rounds.get() < ROUNDS) {
        List<Callable<Void>> calls =
            IntStream.range(0, KEYS)
                .<Callable<Void>>mapToObj(key -> () -> add(client, key))
                .toList();
        for (var call : threads.invokeAll(calls)) {
          call.get();
        }
        var _ = rounds.incrementAndGet();
      }
    }
    return null;
  }

  private Void add(Client client, int key) throws Exception {
    var answer = client.post("/function/counter/k" + key + "/add", "1");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("" + (rounds.get() + 1));
    return null;
  }

  private static void scale(Client client, int replicas) throws Exception {
    client.scale("counter", replicas);
    await().atMost(PATIENCE).until(() -> client.available("counter") == replicas);
  }

  private void assertTotals(Client client) throws Exception {
    assertThat(rounds.get() * KEYS).isGreaterThanOrEqualTo(1000);
    for (int key = 0; key < KEYS; key++) {
      assertThat(client.get("/function/counter/k" + key + "/get").body())
          .isEqualTo("" + rounds.get());
    }
  }

  private static void assertSeenFromOutside(Client client) throws Exception {
    assertThat(client.get("/system/function/counter?usage=true").body())
        .contains("\"invocationCount\":")
        .containsPattern("\"totalMemoryBytes\":[1-9]");
    var logs = client.get("/system/logs?name=counter&tail=1000");
    assertThat(logs.headers().firstValue("Content-Type")).hasValue("application/x-ndjson");
    assertThat(logs.body().lines())
        .allMatch(line -> line.startsWith("{\"name\":\"counter\",\"namespace\":\"openfaas-fn\""))
        .anyMatch(line -> line.contains("function counter is ready"));
    assertThat(logs.body().lines().map(CounterTest::instance).distinct()).hasSize(3);
  }

  private static String instance(String line) {
    return line.replaceFirst(".*\"instance\":\"([^\"]+)\".*", "$1");
  }

  private static void assertForgetsPlainly(Client client) throws Exception {
    var note = client.post("/system/scale-function/counter", "{\"replicas\":0}");
    assertThat(note.body()).contains("its state was in their memory, so it is gone");
    await().atMost(PATIENCE).until(() -> client.available("counter") == 0);

    assertThat(client.get("/function/counter/k0/get").body()).isEqualTo("0");

    assertThat(client.get("/system/function/counter").body()).contains("\"replicas\":1");
  }

  private static void remove(Client client) throws Exception {
    assertThat(client.status("DELETE", "/system/functions", "{\"functionName\":\"counter\"}"))
        .isEqualTo(202);
    assertThat(client.get("/function/counter/k0/get").statusCode()).isEqualTo(404);
  }
}
