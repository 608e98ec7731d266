package dev.hachi.watchdog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hachi.watchdog.config.WatchdogConfig;
import dev.hachi.watchdog.http.Hosted;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchdogServerTest {
  private final TestRouter router = new TestRouter();
  private final HttpClient client = HttpClient.newHttpClient();
  private WatchdogServer server = listen(Map.of());

  @BeforeEach
  void serve() {
    server.serve(new Hosted("cart", router));
  }

  @AfterEach
  void close() {
    router.release();
    server.close();
    client.close();
  }

  private static WatchdogServer listen(Map<String, String> variables) {
    Map<String, String> env = new HashMap<>(Map.of("mode", "actor"));
    env.putAll(Map.of("port", "0", "metrics_port", "0", "hachi_body_max", "100"));
    env.putAll(Map.of("healthcheck_interval", "0"));
    env.putAll(variables);
    return WatchdogServer.listen(WatchdogConfig.of(env), () -> {});
  }

  private void restart(Map<String, String> variables) {
    server.close();
    server = listen(variables);
    serve();
  }

  @ParameterizedTest
  @CsvSource({
    "/a/get, 200, openfaas-fn/cart/a get",
    "/a%2Fb%20c/get, 200, openfaas-fn/cart/a/b c get",
    "/a+b/get?x=/y, 200, openfaas-fn/cart/a+b get",
    "/%E2%82%AC/get, 200, openfaas-fn/cart/€ get",
    "/%ff/get, 400, bad_key",
    "/%zz/get, 400, bad_key",
    "/%2/get, 400, bad_key",
    "/a%00b/get, 400, bad_key",
    "/a%0Ab/get, 400, bad_key",
    "//get, 400, bad_key",
    "/a, 404, not_found",
    "/a/, 404, not_found",
    "/a/b/c, 404, not_found",
    "/, 404, not_found",
    "/_/health/, 404, not_found"
  })
  void a_path_is_a_key_and_a_handler(String path, int status, String text) throws IOException {
    String answer = Raw.exchange(server.port(), get(path));
    assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
    assertThat(answer).contains(text);
  }

  @ParameterizedTest
  @CsvSource({
    "http://other/a/get, 200",
    "HTTP://other:80/a/get?x=y, 200",
    "https://other/a/get, 404",
    "http://other/_/health, 200",
    "http://other, 404",
    "http:///a/get, 404",
    "http://a@b/a/get, 404",
    "ftp://other/a/get, 404"
  })
  void a_target_may_name_its_host(String target, int status) throws IOException {
    assertThat(Raw.exchange(server.port(), get(target))).startsWith("HTTP/1.1 " + status + " ");
  }

  @ParameterizedTest
  @CsvSource({
    "header:X-User, /get, '', 200, openfaas-fn/cart/ann get",
    "header:X-Other, /get, '', 400, the key is missing",
    "query:user, /get?a=b&user=ann%20b, '', 200, openfaas-fn/cart/ann b get",
    "query:user, /get?a=b, '', 400, the key is missing",
    "json:/user/id, /get, '{\"user\":{\"id\":\"ann\"}}', 200, openfaas-fn/cart/ann get",
    "json:/user/id, /get, '{\"user\":{\"id\":7}}', 200, openfaas-fn/cart/7 get",
    "json:/user/id, /get, '{\"user\":{\"id\":[]}}', 400, the key is missing",
    "json:/user/id, /get, '{\"user\"', 400, the key is missing",
    "json:/user/id, /ann/get, '{}', 404, it is /{handler}"
  })
  void the_key_comes_from_where_hachi_key_says(
      String source, String path, String body, int status, String answer) throws Exception {
    restart(Map.of("hachi_key", source));

    HttpResponse<String> response = post(path, body, "X-User", "ann");

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.body()).contains(answer);
  }

  @ParameterizedTest
  @CsvSource({"ask:1", "tell:a/b#1", "timer:a"})
  void an_id_of_the_runtimes_own_form_is_refused(String id) throws Exception {
    HttpResponse<String> response = post("/a/get", "", "Idempotency-Key", id);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("bad_id");
  }

  @Test
  void a_key_has_at_most_512_bytes() throws IOException {
    assertThat(Raw.exchange(server.port(), get("/" + "k".repeat(512) + "/get"))).contains(" 200 ");
    assertThat(Raw.exchange(server.port(), get("/" + "k".repeat(513) + "/get"))).contains(" 400 ");
  }

  @ParameterizedTest
  @CsvSource({
    "bad_message, 400",
    "no_such_handler, 404",
    "overloaded, 429",
    "deadline, 504",
    "store_failed, 503",
    "handler_failed, 500",
    "draining, 503",
    "no_such_function, 404",
    "moved, 503",
    "call_loop, 508",
    "out_of_stock, 422"
  })
  void a_failure_is_a_status_and_json(String code, int status) throws Exception {
    HttpResponse<String> response = post("/a/fail", code);
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(response.body())
        .isEqualTo("{\"code\":\"" + code + "\",\"message\":\"said \\\"no\\\"\\n\"}");
    boolean again = status == 429 || status == 503;
    assertThat(response.headers().firstValue("Retry-After").isPresent()).isEqualTo(again);
  }

  @Test
  void a_header_that_would_split_the_response_is_refused() throws Exception {
    HttpResponse<String> response = post("/a/split", "");
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.headers().firstValue("Set-Cookie")).isEmpty();
  }

  @Test
  void a_function_cannot_frame_its_reply() throws Exception {
    assertThat(post("/a/frame", "").body()).isEqualTo("ok");
  }

  @Test
  void the_callers_id_lasts_and_ours_does_not() throws Exception {
    assertThat(
            send(request("/a/id").header("Idempotency-Key", "i").header("X-Call-Id", "c")).body())
        .isEqualTo("i true");
    assertThat(send(request("/a/id").header("X-Call-Id", "c")).body()).isEqualTo("c true");
    assertThat(send(request("/a/id")).body()).endsWith(" false");
    assertThat(send(request("/a/id").header("X-Call-Id", "c".repeat(257))).statusCode())
        .isEqualTo(400);
  }

  @Test
  void a_caller_may_wait_for_less_but_not_for_more() throws Exception {
    assertThat(left("2s")).isBetween(0L, 2_000L);
    assertThat(left("2h")).isBetween(20_000L, 30_000L);
    assertThat(left("-1s")).isBetween(20_000L, 30_000L);
    assertThat(left("soon")).isBetween(20_000L, 30_000L);
  }

  private long left(String timeout) throws Exception {
    return Long.parseLong(send(request("/a/left").header("X-Timeout", timeout)).body());
  }

  @Test
  void a_large_body_is_refused_however_it_is_sent() throws IOException {
    String large = "x".repeat(101);
    String head = "POST /a/echo HTTP/1.1\r\nHost: h\r\n";
    String length = head + "Content-Length: 101\r\n\r\n" + large;
    String chunked = head + "Transfer-Encoding: chunked\r\n\r\n65\r\n" + large + "\r\n0\r\n\r\n";
    String asking = head + "Content-Length: 101\r\nExpect: 100-continue\r\n\r\n";
    for (String request : new String[] {length, chunked, asking}) {
      assertThat(Raw.exchange(server.port(), request))
          .startsWith("HTTP/1.1 413 ")
          .contains("\"code\":\"too_large\"");
    }
  }

  @Test
  void a_client_that_asks_before_its_body_is_told_to_continue() throws IOException {
    try (Raw raw = new Raw(server.port())) {
      raw.send("POST /a/echo HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n");
      raw.send("Expect: 100-continue\r\n\r\n");
      assertThat(raw.until("\r\n\r\n")).startsWith("HTTP/1.1 100 ");
      raw.send("hi");
      assertThat(raw.until("hi")).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void a_header_block_beyond_a_megabyte_is_431() throws IOException {
    String header = "X-A: " + "a".repeat(1_100_000) + "\r\n\r\n";
    assertThat(Raw.exchange(server.port(), "GET /a/get HTTP/1.1\r\nHost: h\r\n" + header))
        .startsWith("HTTP/1.1 431 ");
  }

  @Test
  void two_lengths_are_refused() throws IOException {
    String lengths = "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
    assertThat(Raw.exchange(server.port(), "POST /a/get HTTP/1.1\r\nHost: h\r\n" + lengths))
        .startsWith("HTTP/1.1 400 ");
  }

  @Test
  void answers_keep_the_order_of_pipelined_requests() throws IOException {
    try (Raw raw = new Raw(server.port())) {
      raw.send("GET /a/hold HTTP/1.1\r\nHost: h\r\n\r\nGET /b/second HTTP/1.1\r\nHost: h\r\n\r\n");
      raw.send(get("/c/third"));
      await().until(() -> !router.held.isEmpty());
      router.release();
      assertThat(raw.untilClosed()).containsSubsequence("held", "b second", "c third");
    }
  }

  @Test
  void many_pipelined_requests_do_not_exhaust_the_stack() throws IOException {
    String one = "GET /a/x HTTP/1.1\r\nHost: h\r\n\r\n";
    String all = Raw.exchange(server.port(), one.repeat(3_000) + get("/last/x"));
    assertThat(all.split("openfaas-fn/cart/a x", -1)).hasSize(3_001);
    assertThat(all).endsWith("openfaas-fn/cart/last x");
  }

  @Test
  void a_slow_request_is_refused() throws IOException {
    restart(Map.of("read_timeout", "100ms"));
    String head = "POST /a/echo HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhi";
    assertThat(Raw.exchange(server.port(), head)).startsWith("HTTP/1.1 504 ");
  }

  @Test
  void over_the_limit_of_watchdogs_words_are_used() throws Exception {
    restart(Map.of("max_inflight", "1"));
    CompletableFuture<HttpResponse<String>> held = sendAsync("/a/hold");
    await().until(() -> !router.held.isEmpty());
    HttpResponse<String> response = post("/b/get", "");
    assertThat(response.statusCode()).isEqualTo(429);
    assertThat(response.body())
        .isEqualTo("Concurrent request limit exceeded. Max concurrent requests: 1\n");
    assertThat(response.headers().firstValue("X-OpenFaaS-Internal")).contains("faas-middleware");
    assertThat(response.headers().firstValue("Content-Type")).contains("text/plain");
    assertThat(send(request("/_/ready")).statusCode()).isEqualTo(429);
    assertThat(send(request("/_/health")).statusCode()).isEqualTo(200);
    router.release();
    assertThat(held.join().body()).isEqualTo("held");
  }

  @Test
  void health_and_readiness_answer_get_only() throws Exception {
    assertThat(send(request("/_/health")).body()).isEqualTo("OK");
    assertThat(send(request("/_/ready")).body()).isEmpty();
    assertThat(send(request("/_/ready")).statusCode()).isEqualTo(200);
    assertThat(post("/_/health", "").statusCode()).isEqualTo(405);
    assertThat(post("/_/ready", "").statusCode()).isEqualTo(405);
  }

  @Test
  void before_the_function_is_ready_health_is_good_and_requests_wait_for_it() throws Exception {
    server.close();
    server = listen(Map.of());
    assertThat(send(request("/_/health")).statusCode()).isEqualTo(200);
    assertThat(send(request("/_/ready")).statusCode()).isEqualTo(503);
    CompletableFuture<HttpResponse<String>> patient = sendAsync("/a/get");
    HttpResponse<String> impatient = post("/a/get", "", "X-Timeout", "50ms");
    assertThat(impatient.statusCode()).isEqualTo(503);
    assertThat(impatient.body()).contains("\"code\":\"starting\"");
    assertThat(patient).isNotDone();
    serve();
    assertThat(patient.join().statusCode()).isEqualTo(200);
  }

  @Test
  void a_drain_is_seen_at_once_and_ends_after_the_last_request() throws Exception {
    CompletableFuture<HttpResponse<String>> held = sendAsync("/a/hold");
    await().until(() -> !router.held.isEmpty());
    CompletableFuture<Void> drain = CompletableFuture.runAsync(server::drain);
    await().until(() -> send(request("/_/health")).statusCode() == 503);
    assertThat(send(request("/_/ready")).statusCode()).isEqualTo(503);
    assertThat(post("/b/echo", "still").body()).isEqualTo("still");
    assertThat(drain).isNotDone();
    router.release();
    assertThat(held.join().body()).isEqualTo("held");
    drain.join();
    assertThat(post("/b/echo", "late").body()).contains("\"code\":\"draining\"");
  }

  @Test
  void metrics_count_the_functions_requests_only() throws Exception {
    post("/a/get", "");
    send(request("/_/health"));
    String text = Raw.exchange(server.metricsPort(), get("/metrics"));
    assertThat(text)
        .contains("Content-Type: text/plain; version=0.0.4; charset=utf-8")
        .contains("http_requests_total{code=\"200\",method=\"post\"} 1\n")
        .doesNotContain("method=\"get\"");
    assertThat(Raw.exchange(server.metricsPort(), get("/"))).startsWith("HTTP/1.1 404 ");
  }

  @Test
  void a_port_in_use_is_one_sentence() {
    assertThatThrownBy(() -> listen(Map.of("port", "" + server.port())))
        .isInstanceOf(StartException.class)
        .hasMessageStartingWith("port " + server.port() + " on 127.0.0.1 cannot be opened");
  }

  private static String get(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String body, String... headers) throws Exception {
    HttpRequest.Builder request = request(path).POST(BodyPublishers.ofString(body));
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  private CompletableFuture<HttpResponse<String>> sendAsync(String path) {
    return client.sendAsync(request(path).build(), BodyHandlers.ofString());
  }
}
