package dev.hachi.watchdog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hachi.watchdog.config.WatchdogConfig;
import dev.hachi.watchdog.http.Hosted;
import dev.hachi.watchdog.log.LogLine;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The access log, and the duration that each answer tells. */
final class AccessLogTest {
  private static final Logger ACCESS = Logger.getLogger("access");

  private final Lines lines = new Lines();

  private static final class Lines extends Handler {
    final List<String> all = new CopyOnWriteArrayList<>();

    @Override
    public void publish(LogRecord event) {
      all.add(new LogLine().format(event));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @BeforeEach
  void listen() {
    ACCESS.addHandler(lines);
    ACCESS.setUseParentHandlers(false);
  }

  @AfterEach
  void leave() {
    ACCESS.removeHandler(lines);
    ACCESS.setUseParentHandlers(true);
  }

  @Test
  void an_invocation_is_a_line_without_its_query() throws IOException {
    try (var server = start(Map.of("hachi_access_log", "true"))) {
      exchange(server, "POST /a/echo?token=secret", "X-Call-Id: c1\r\nContent-Length: 2\r\n", "hi");
    }

    assertThat(lines.all).hasSize(1);
    assertThat(lines.all.getFirst())
        .matches(
            "time=\\S+Z level=info logger=access message=answered call_id=c1 method=POST"
                + " path=/a/echo status=200 bytes=2 seconds=0\\.\\d{6}\n");
  }

  @Test
  void failures_are_lines_too_and_every_invocation_has_an_id() throws IOException {
    try (var server = start(Map.of("hachi_access_log", "1"))) {
      exchange(server, "GET /none", "", "");
    }

    assertThat(lines.all.getFirst()).containsPattern(" call_id=\\S+ .* path=/none status=404 ");
  }

  @Test
  void a_caller_cannot_forge_a_field() throws IOException {
    try (var server = start(Map.of("hachi_access_log", "true"))) {
      exchange(server, "GET /a/\"x", "X-Call-Id: c status=200 x=\"\tlevel=error\r\n", "");
    }

    assertThat(lines.all.getFirst())
        .contains(
            " call_id=\"c status=200 x=\\\"\\tlevel=error\" method=GET path=\"/a/\\\"x\" status=");
  }

  @Test
  void nobody_pays_for_it_by_default() throws IOException {
    try (var server = start(Map.of())) {
      exchange(server, "GET /a/get", "", "");
    }

    assertThat(lines.all).isEmpty();
  }

  @Test
  void an_answer_tells_its_seconds_with_six_decimals() throws IOException {
    try (var server = start(Map.of())) {
      assertThat(exchange(server, "GET /a/get", "", ""))
          .containsPattern("\r\nX-Duration-Seconds: \\d+\\.\\d{6}\r\n");
      assertThat(exchange(server, "GET /none", "", "")).contains("\r\nX-Duration-Seconds: 0.");
      assertThat(exchange(server, "GET /_/health", "", "")).doesNotContain("X-Duration-Seconds");
    }
  }

  @Test
  void the_seconds_cover_the_handler() throws Exception {
    var router = new TestRouter();
    try (var server = start(Map.of(), router);
        var raw = new Raw(server.port())) {
      raw.send("GET /a/hold HTTP/1.1\r\nHost: h\r\n\r\n");
      var from = System.nanoTime();
      await().until(() -> !router.held.isEmpty());
      await().until(() -> System.nanoTime() - from > 50_000_000);
      router.release();

      var head = raw.until("\r\n\r\n");
      var seconds = head.replaceAll("(?s).*X-Duration-Seconds: (\\S+).*", "$1");
      assertThat(Double.parseDouble(seconds)).isBetween(0.02, 10.0);
    }
  }

  private static WatchdogServer start(Map<String, String> variables) {
    return start(variables, new TestRouter());
  }

  private static WatchdogServer start(Map<String, String> variables, TestRouter router) {
    Map<String, String> env = new HashMap<>(Map.of("mode", "actor", "healthcheck_interval", "0"));
    env.putAll(Map.of("port", "0", "metrics_port", "0"));
    env.putAll(variables);
    var server = WatchdogServer.listen(WatchdogConfig.of(env), () -> {});
    server.serve(new Hosted("cart", router));
    return server;
  }

  private static String exchange(WatchdogServer server, String line, String headers, String body)
      throws IOException {
    return Raw.exchange(
        server.port(),
        line + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n" + headers + "\r\n" + body);
  }
}
