package dev.hachi.watchdog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hachi.runtime.Functions;
import dev.hachi.watchdog.config.WatchdogConfig;
import dev.hachi.watchdog.http.Hosted;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators see on the metrics port. */
final class OperatorPortTest {
  private static final String TOKEN = "s3cret-token";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private @Nullable WatchdogServer server;

  @AfterEach
  void close() {
    client.close();
    if (server != null) {
      server.close();
    }
  }

  @Test
  void on_loopback_no_token_is_needed() throws Exception {
    start(Map.of());

    var response = get("/admin/cluster", "");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(JSON.readTree(response.body()).path("members")).isEmpty();
  }

  @Test
  void beyond_loopback_without_a_token_there_is_no_admin_api() throws Exception {
    start(Map.of("hachi_listen", "*"));

    var response = get("/admin/function", "Bearer " + TOKEN);

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body()).contains("\"code\":\"not_found\"", "hachi_admin_token_file");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Bearer",
        "Bearer ",
        "Bearer s3cret",
        "Bearer s3cret-token2",
        "Basic s3cret-token"
      })
  void who_does_not_know_the_token_learns_nothing(String authorization) throws Exception {
    start(withToken());

    var response = get("/admin/function", authorization);

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.headers().firstValue("WWW-Authenticate"))
        .contains("Bearer realm=\"hachi admin\"");
    assertThat(response.body()).startsWith("{\"code\":\"unauthorized\"");
    assertThat(get("/admin/none", authorization).statusCode()).isEqualTo(401);
  }

  @Test
  void the_function_is_shown() throws Exception {
    start(withToken()).host(new Functions(null, Till.class, List.of()));

    var page = page("function");

    assertThat(page.get("name").asText()).isEqualTo("till");
    assertThat(page.get("namespace").asText()).isEqualTo("openfaas-fn");
    assertThat(page.get("handlers")).hasToString("[\"add\",\"addSlowly\",\"explode\"]");
    assertThat(page.get("state").asText()).isEqualTo("memory");
    assertThat(page.get("ready").asBoolean()).isTrue();
    assertThat(page.get("draining").asBoolean()).isFalse();
    assertThat(page.get("in_flight").asInt()).isZero();
    assertThat(page.get("uptime_seconds").isIntegralNumber()).isTrue();
    assertThat(page.get("hachi_version").asText()).isNotEmpty();
  }

  @Test
  void requests_in_flight_are_counted() throws Exception {
    var router = new TestRouter();
    start(withToken()).serve(new Hosted("cart", router));
    var held = client.sendAsync(request(port(), "/a/hold").build(), BodyHandlers.ofString());
    await().until(() -> !router.held.isEmpty());

    var inFlight = page("function").get("in_flight").asInt();
    router.release();

    assertThat(inFlight).isEqualTo(1);
    assertThat(held.join().statusCode()).isEqualTo(200);
  }

  @Test
  void the_hottest_entities_come_first() throws Exception {
    start(withToken()).host(new Functions(null, Till.class, List.of()));
    for (var count = 0; count < 3; count++) {
      add("ann", 1);
    }
    add("bob", 1);

    var page = page("entities");

    assertThat(page.get("live_entities").get("till").asInt()).isEqualTo(2);
    assertThat(page.get("hottest").get(0))
        .hasToString("{\"function\":\"till\",\"key\":\"ann\",\"invocations\":3}");
    assertThat(page.get("hottest").get(1).get("key").asText()).isEqualTo("bob");
  }

  @Test
  void one_entity_is_shown_by_its_key() throws Exception {
    start(withToken()).host(new Functions(null, Till.class, List.of()));
    add("a b", 5);
    add("a b", 2);

    var page = page("entity?key=a%20b&function=till");

    assertThat(page.get("revision").asInt()).isEqualTo(2);
    assertThat(page.get("state")).hasToString("{\"value\":7}");
    assertThat(page.get("timers")).isEmpty();
    assertThat(page.get("outbox_size").asInt()).isZero();
    assertThat(refusal("entity?key=nobody")).isEqualTo("404 no_such_entity");
    assertThat(refusal("entity?key=a&function=none")).isEqualTo("404 no_such_function");
    assertThat(refusal("entity")).isEqualTo("400 bad_query");
    assertThat(refusal("entity?key")).isEqualTo("400 bad_query");
  }

  @Test
  void entities_are_not_shown_before_the_function_is_ready() throws Exception {
    start(withToken());

    assertThat(refusal("entities")).isEqualTo("503 starting");
  }

  private void add(String key, int amount) throws Exception {
    var path = "/" + key.replace(" ", "%20") + "/add";
    var request = request(port(), path).POST(BodyPublishers.ofString("" + amount)).build();
    assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
  }

  /** The status and the code. */
  private String refusal(String page) throws Exception {
    var response = get("/admin/" + page, "Bearer " + TOKEN);
    return response.statusCode() + " " + JSON.readTree(response.body()).get("code").asText();
  }

  @Test
  void before_the_function_is_ready_the_page_says_so() throws Exception {
    start(withToken());

    assertThat(page("function").get("name").isNull()).isTrue();
    assertThat(page("function").get("ready").asBoolean()).isFalse();
  }

  @Test
  void the_configuration_is_shown_without_the_token() throws Exception {
    start(withToken());

    var body = get("/admin/config", "bearer " + TOKEN).body();

    assertThat(JSON.readTree(body).get("exec_timeout").asText()).isEqualTo("30s");
    assertThat(JSON.readTree(body).get("hachi_entities_max").asInt()).isEqualTo(20_000);
    assertThat(body).doesNotContain(TOKEN);
  }

  @Test
  void pages_answer_get_only() throws Exception {
    start(withToken());
    var request =
        request(metricsPort(), "/admin/config").header("Authorization", "Bearer " + TOKEN);

    var post = client.send(request.POST(BodyPublishers.noBody()).build(), BodyHandlers.ofString());
    var head = client.send(request.HEAD().build(), BodyHandlers.ofString());

    assertThat(post.statusCode()).isEqualTo(405);
    assertThat(post.headers().firstValue("Allow")).contains("GET");
    assertThat(post.body()).startsWith("{\"code\":\"method_not_allowed\"");
    assertThat(head.statusCode()).isEqualTo(405);
    assertThat(get("/admin/none", "Bearer " + TOKEN).body())
        .contains(
            "\"code\":\"not_found\"",
            "/admin/config, /admin/entities, /admin/entity, /admin/function");
  }

  @Test
  void the_public_port_knows_no_admin_api() throws Exception {
    start(withToken()).serve(new Hosted("cart", new TestRouter()));
    var request = request(port(), "/admin/config").header("Authorization", "Bearer " + TOKEN);

    assertThat(client.send(request.build(), BodyHandlers.ofString()).body())
        .isEqualTo("openfaas-fn/cart/admin config");
  }

  @Test
  void a_token_file_without_a_token_stops_the_start() throws IOException {
    var empty = Files.writeString(folder.resolve("empty"), " \n");
    var spaces = Files.writeString(folder.resolve("spaces"), "two words");
    var large = Files.writeString(folder.resolve("large"), "x".repeat(1_025));

    for (var file : new Path[] {empty, spaces, large, folder.resolve("absent"), folder}) {
      assertThatThrownBy(() -> start(Map.of("hachi_admin_token_file", file.toString())))
          .isInstanceOf(StartException.class)
          .hasMessageStartingWith("hachi_admin_token_file is \"" + file + "\", which ")
          .hasMessageEndingWith("allowed is a file with 1 to 1024 visible ASCII characters");
    }
  }

  @Test
  void of_watchdogs_metrics_do_not_wait_for_the_runtimes() throws Exception {
    start(Map.of()).serve(new Hosted("cart", new TestRouter()));

    assertThat(get("/metrics", "").body()).startsWith("# HELP http_requests_in_flight ");
  }

  @Test
  void the_runtimes_and_the_jvms_metrics_follow_of_watchdogs() throws Exception {
    start(Map.of()).host(new Functions(null, Till.class, List.of()));

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() ->
            assertThat(get("/metrics", "").body())
                .startsWith("# HELP http_requests_in_flight ")
                .contains("\njvm_memory_used_bytes{area=\"heap\"} "));
  }

  private WatchdogServer start(Map<String, String> variables) {
    Map<String, String> env = new HashMap<>(Map.of("mode", "actor", "healthcheck_interval", "0"));
    env.putAll(Map.of("port", "0", "metrics_port", "0"));
    env.putAll(variables);
    server = WatchdogServer.listen(WatchdogConfig.of(env), () -> {});
    return server;
  }

  private Map<String, String> withToken() throws IOException {
    var file = Files.writeString(folder.resolve("token"), TOKEN + "\n");
    return Map.of("hachi_admin_token_file", file.toString());
  }

  private JsonNode page(String name) throws Exception {
    var response = get("/admin/" + name, "Bearer " + TOKEN);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    return JSON.readTree(response.body());
  }

  private HttpResponse<String> get(String path, String authorization) throws Exception {
    var request = request(metricsPort(), path).header("Authorization", authorization);
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(int port, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  private int port() {
    return running().port();
  }

  private int metricsPort() {
    return running().metricsPort();
  }

  private WatchdogServer running() {
    if (server == null) {
      throw new IllegalStateException("no server was started");
    }
    return server;
  }
}
