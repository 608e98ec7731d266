package dev.hachi.watchdog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The counter in Python behaves as the one in Java. */
final class PythonCounterTest extends StatefulProcess {
  private static final String COUNTER = "../samples/python-counter/counter.py";
  private static final Path VECTORS = Path.of("../runtime/protocol/vectors/counter");

  @Test
  void it_adds_and_reads_per_key_and_refuses_what_is_no_number() throws Exception {
    startCounter();

    assertThat(post("/alice/get", "").body()).isEqualTo("0");
    assertThat(post("/alice/add", "5").body()).isEqualTo("5");
    assertThat(post("/alice/add", "-2").body()).isEqualTo("3");
    assertThat(post("/bob/get", "").body()).isEqualTo("0");
    failsWith(post("/alice/add", "many"), 400, "bad_message");
    failsWith(post("/alice/add", "\"5\""), 400, "bad_message");
    failsWith(post("/alice/subtract", "5"), 404, "no_such_handler");
    assertThat(post("/alice/get", "").body()).isEqualTo("3");
    assertThat(log()).contains("function counter speaks protocol 1, handlers: add, get");
  }

  @Test
  void parallel_clients_get_each_number_once() throws Exception {
    startCounter();

    assertThat(replies(16, 50, "/alice/add", "1"))
        .isEqualTo(IntStream.rangeClosed(1, 800).boxed().collect(Collectors.toSet()));
  }

  @Test
  void the_same_id_takes_effect_once_and_gets_the_first_reply() throws Exception {
    startCounter();

    assertThat(post("/alice/add", "1", "Idempotency-Key", "order-17").body()).isEqualTo("1");
    assertThat(post("/alice/add", "1").body()).isEqualTo("2");
    assertThat(post("/alice/add", "1", "Idempotency-Key", "order-17").body()).isEqualTo("1");
    assertThat(post("/alice/get", "").body()).isEqualTo("2");
  }

  @Test
  void requests_without_a_key_pass_and_the_protocol_is_not_public() throws Exception {
    startCounter();

    assertThat(post("/", "").body()).isEqualTo("\"no such page\"");
    assertThat(post("/a/b/c", "").body()).isEqualTo("\"no such page\"");
    for (var path : new String[] {"/_hachi/invoke", "/%5fhachi/invoke", "/_HACHI/x/y"}) {
      failsWith(post(path, "{}"), 404, "not_found");
    }
  }

  @Test
  void with_the_key_elsewhere_only_requests_with_a_key_are_invocations() throws Exception {
    startCounter("hachi_key=json:/who");

    var json = "application/json";
    failsWith(post("/add", "{\"who\":\"ann\"}", "Content-Type", json), 400, "bad_message");
    assertThat(post("/get", "{\"who\":\"ann\"}", "Content-Type", json).body()).isEqualTo("0");
    failsWith(post("/get", "{\"who\":[]}", "Content-Type", json), 400, "bad_key");
    assertThat(post("/get", "{\"by\":\"ann\"}", "Content-Type", json).statusCode()).isEqualTo(404);
    assertThat(post("/get", "who=ann").body()).isEqualTo("\"no such page\"");
    assertThat(post("/ann/get", "").body()).isEqualTo("\"no such page\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"first-addition", "later-addition", "read", "no-number"})
  void the_sdk_answers_the_vectors_of_the_protocol(String vector) throws Exception {
    startCounter();
    post("/alice/get", "");

    var answer =
        postToFunction(
            "/_hachi/invoke", Files.readString(VECTORS.resolve(vector + ".invocation.json")));

    var json = JsonMapper.builder().build();
    var given = (ObjectNode) json.readTree(answer.body());
    given.remove(List.of("tells", "cancelTimers", "timers")); // empty: as good as absent
    var text = Files.readString(VECTORS.resolve(vector + ".answer.json"));
    if (text.contains("fail")) {
      assertThat(given.at("/fail/code").textValue()).isEqualTo("bad_message");
    } else {
      assertThat(given).isEqualTo(json.readTree(text));
    }
  }

  @Test
  void the_metrics_of_the_runtime_are_there() throws Exception {
    startCounter();
    post("/alice/add", "1");

    await()
        .until(() ->
            get(metricsPort(), "/metrics").contains("hachi_handler_duration_seconds_count{"));
    assertThat(get(metricsPort(), "/metrics")).contains("handler=\"add\"", "function=\"counter\"");
  }

  private void startCounter(String... variables) throws IOException {
    var all = Arrays.copyOf(variables, variables.length + 1);
    all[variables.length] = "hachi_function=counter";
    start("python3", COUNTER, all);
  }
}
