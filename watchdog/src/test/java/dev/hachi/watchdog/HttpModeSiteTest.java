package dev.hachi.watchdog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What mode http answers itself, and what it counts. */
class HttpModeSiteTest extends HttpModeFixture {
  @Test
  void a_path_that_climbs_is_redirected_and_never_seen_by_the_function() throws IOException {
    assertThat(fixture.get("//a/./b/../c?x=/../y"))
        .startsWith("HTTP/1.1 307 Temporary Redirect\r\n")
        .contains("\r\nLocation: /a/c?x=/../y\r\n", "Content-Type: text/html; charset=utf-8\r\n")
        .endsWith("<a href=\"/a/c?x=/../y\">Temporary Redirect</a>.\n\n");
    assertThat(fixture.exchange("POST", "/../etc/", "x"))
        .contains("Location: /etc/\r\n")
        .endsWith("\r\n\r\n");
    assertThat(upstream.requests).isEmpty();
  }

  @Test
  void targets_that_are_no_paths_have_their_answers() throws IOException {
    assertThat(fixture.get("http://other:1/a?b")).startsWith("HTTP/1.1 200 ");
    assertThat(seen()).startsWith("GET /a?b HTTP/1.1\r\nHost: other:1\r\n");
    assertThat(fixture.exchange("OPTIONS", "*", "")).startsWith("HTTP/1.1 200 ");
    assertThat(fixture.get("/%zz")).startsWith("HTTP/1.1 400 ");
    assertThat(fixture.get("nowhere")).startsWith("HTTP/1.1 400 ");
    assertThat(upstream.requests).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Transfer-Encoding: gzip, 501",
    "'Transfer-Encoding: gzip, chunked', 501",
    "Expect: something, 417",
    "'Transfer-Encoding: chunked\r\nContent-Length: 3', 400",
    "'Content-Length: 3\r\nContent-Length: 4', 400",
    "Host: other, 400",
    "a header without a colon, 400"
  })
  void what_cannot_be_understood_for_sure_is_refused(String lines, int status) throws IOException {
    assertThat(fixture.exchange("POST", "/", "", lines)).startsWith("HTTP/1.1 " + status + " ");
    assertThat(upstream.requests).isEmpty();
  }

  @Test
  void an_old_client_gets_an_old_answer() throws IOException {
    upstream.behave(
        TestUpstream.saying(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nbb8\r\n"
                + "x".repeat(3000)
                + "\r\n0\r\n\r\n"));
    assertThat(Raw.exchange(fixture.port(), "GET / HTTP/1.0\r\n\r\n"))
        .startsWith("HTTP/1.0 200 OK\r\n")
        .doesNotContain("chunked", "Connection")
        .endsWith("\r\n\r\n" + "x".repeat(3000));
    assertThat(seen()).contains("Host: 127.0.0.1:" + upstream.port());
  }

  @Test
  void over_the_limit_the_answer_is_429_and_the_body_is_not_waited_for() throws Exception {
    restart("max_inflight=1");
    hold();
    try (Raw raw = new Raw(fixture.port())) {
      raw.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
      seen();
      assertThat(fixture.exchange("POST", "/", "hello"))
          .startsWith("HTTP/1.1 429 Too Many Requests\r\n")
          .contains("\r\nContent-Type: text/plain\r\n")
          .contains("\r\nX-Openfaas-Internal: faas-middleware\r\n", "\r\nContent-Length: 62\r\n")
          .endsWith("\r\n\r\nConcurrent request limit exceeded. Max concurrent requests: 1\n");
      assertThat(fixture.get("/_/ready")).startsWith("HTTP/1.1 429 ").endsWith("\r\n\r\n");
      assertThat(fixture.get("/_/health")).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\nOK");
      held.countDown();
      assertThat(raw.untilClosed()).endsWith("held");
    }
    await().until(() -> fixture.get("/").endsWith("held"));
  }

  @Test
  void a_ready_path_is_asked_of_the_function_itself() throws IOException {
    restart("ready_path=/readyz", "max_inflight=1");
    upstream.behave(TestUpstream.saying("HTTP/1.1 503 X\r\nContent-Length: 3\r\n\r\nnot"));
    assertThat(fixture.get("/_/ready", "X-Probe: 1")).startsWith("HTTP/1.1 503 ").endsWith("not");
    assertThat(seen())
        .startsWith("GET /readyz HTTP/1.1\r\nHost: 127.0.0.1:" + upstream.port() + "\r\n")
        .contains("X-Probe: 1\r\n");
    assertThat(metrics()).doesNotContain("http_requests_total{");
  }

  @Test
  void metrics_have_of_watchdogs_names_and_labels() throws IOException {
    fixture.get("/");
    fixture.exchange("BREW", "/", "");
    fixture.get("/_/health");
    await().until(() -> metrics().contains("method=\"unknown\""));
    assertThat(metrics())
        .contains("http_requests_total{code=\"200\",method=\"get\"} 1\n")
        .contains("http_requests_total{code=\"200\",method=\"unknown\"} 1\n")
        .contains("http_request_duration_seconds_bucket{code=\"200\",method=\"get\",le=\"0.005\"}")
        .contains("\nhttp_requests_in_flight 0\n");
  }

  private String metrics() throws IOException {
    return Raw.exchange(
        fixture.metricsPort(), "GET /metrics HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  }
}
