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
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The counter in Python behaves as the one in Java. */
@Execution(ExecutionMode.CONCURRENT)
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
  void what_a_handler_raises_commits_nothing_and_its_cause_is_in_the_log() throws Exception {
    startScript("def fail(call): call.state = 1; raise ValueError('no luck')");

    var failed = post("/alice/fail", "", "X-Call-Id", "c-17");

    failsWith(failed, 500, "handler_failed");
    assertThat(failed.body()).contains("the log has the cause under c-17");
    assertThat(log()).contains("call id c-17").contains("no luck");
    assertThat(post("/alice/see", "").body()).isEqualTo("null");
  }

  @Test
  void a_process_that_dies_is_a_clear_error_and_ends_the_watchdog() throws Exception {
    var watchdog = startScript("def fail(call): call.state = 1; os._exit(3)");

    failsWith(post("/alice/fail", ""), 502, "function_failed");
    assertThat(exitCode(watchdog)).isEqualTo(1);
    assertThat(log()).contains("Forked function has terminated: exit status 3");
  }

  @Test
  void the_first_invocation_waits_for_a_process_that_starts_slowly() throws Exception {
    startScript("import time; time.sleep(3)\ndef fail(call): pass");

    assertThat(post("/alice/see", "").body()).isEqualTo("null");
  }

  @Test
  void sigterm_lets_the_last_invocation_end_before_the_process_does() throws Exception {
    var watchdog =
        startScript(
            "import time\ndef fail(call): print('in', flush=True); time.sleep(1); return 7");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var last = threads.submit(() -> post("/alice/fail", "").body());
      await().until(() -> Files.readString(folder.resolve("out")).contains("stdout: in"));

      watchdog.destroy();

      assertThat(last.get()).isEqualTo("7");
    }
    assertThat(exitCode(watchdog)).isZero();
  }

  /** Starts a function with the handlers see and fail, in a process of its own. */
  private Process startScript(String fail) throws IOException {
    Files.copy(Path.of(COUNTER).resolveSibling("hachi.py"), folder.resolve("hachi.py"));
    Files.writeString(
        folder.resolve("function.py"),
        "import os, hachi\n"
            + fail
            + "\ndef see(call): return call.state\nhachi.serve(see, fail)\n");
    return startFunction(
        "python3", folder.resolve("function.py").toString(), "hachi_function=counter");
  }

  @Test
  void the_readme_shows_this_very_function() throws IOException {
    assertThat(Files.readString(Path.of("../README.md")))
        .contains("```python\n" + Files.readString(Path.of(COUNTER)) + "```");
  }

  @Test
  void the_metrics_of_the_runtime_are_there() throws Exception {
    startCounter();
    post("/alice/add", "1");

    await()
        .until(
            () -> get(metricsPort(), "/metrics").contains("hachi_handler_duration_seconds_count{"));
    assertThat(get(metricsPort(), "/metrics")).contains("handler=\"add\"", "function=\"counter\"");
  }

  private void startCounter(String... variables) throws IOException {
    var all = Arrays.copyOf(variables, variables.length + 1);
    all[variables.length] = "hachi_function=counter";
    startFunction("python3", COUNTER, all);
  }
}
