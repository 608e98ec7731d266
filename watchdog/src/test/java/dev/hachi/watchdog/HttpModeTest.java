package dev.hachi.watchdog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mode http, byte for byte: what the function sees, and what the client does. */
class HttpModeTest extends HttpModeFixture {
  @Test
  void the_function_sees_the_request_as_the_client_sent_it() throws IOException {
    fixture.exchange(
        "PUT",
        "/a%2Fb%20c;d/%C3%A4?x=%zz&y=\"|",
        "hello",
        "x-two: 1",
        "TE: trailers",
        "Keep-Alive: timeout=5",
        "X-Two: 2",
        "X-Call-Id: abc");
    assertThat(seen())
        .startsWith("PUT /a%2Fb%20c;d/%C3%A4?x=%zz&y=\"| HTTP/1.1\r\nHost: h\r\n")
        .contains("\r\nX-Two: 1\r\n")
        .containsSubsequence("X-Two: 1", "Te: trailers", "Keep-Alive: timeout=5", "X-Two: 2")
        .contains("\r\nX-Call-Id: abc\r\n", "\r\nConnection: close\r\n")
        .contains("\r\nContent-Length: 5\r\n")
        .endsWith("\r\n\r\nhello");
  }

  @Test
  void what_may_not_stand_in_a_path_is_escaped_there_and_only_there() throws IOException {
    fixture.get("/ä|%7c\"?ö|", "X-Name: ü");
    assertThat(seen())
        .startsWith("GET /%C3%A4%7C%7c%22?\u00c3\u00b6| HTTP/1.1\r\n")
        .contains("X-Name: \u00c3\u00bc\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"BREW", "PURGE", "PATCH", "DELETE", "OPTIONS", "get"})
  void methods_pass_unchanged(String method) throws IOException {
    assertThat(fixture.exchange(method, "/", "")).startsWith("HTTP/1.1 200 OK\r\n");
    assertThat(seen()).startsWith(method + " / HTTP/1.1\r\n");
  }

  @Test
  void a_post_without_a_body_says_so() throws IOException {
    fixture.exchange("POST", "/", "");
    assertThat(seen()).contains("\r\nContent-Length: 0\r\n");
  }

  @Test
  void the_path_of_the_upstream_url_is_a_prefix() throws IOException {
    fixture.close();
    fixture =
        PlainFixture.start(
            "mode=http", "fprocess=sleep 300", "upstream_url=" + upstream.url() + "/base");
    fixture.get("/a?b");
    assertThat(seen()).startsWith("GET /base/a?b HTTP/1.1\r\n");
    fixture.get("/a?b", "Accept: text/event-stream");
    assertThat(seen()).startsWith("GET /base/a?b HTTP/1.1\r\n");
  }

  @Test
  void the_client_gets_the_functions_answer_and_its_duration() throws IOException {
    upstream.behave(
        TestUpstream.saying(
            "HTTP/1.1 202 Nearly\r\nx-one: 1\r\nSet-Cookie: a\r\nKeep-Alive: timeout=9\r\n"
                + "Set-Cookie: b\r\nContent-Type: a/b\r\nContent-Length: 3\r\n\r\nabc"));
    assertThat(fixture.get("/"))
        .startsWith("HTTP/1.1 202 Accepted\r\n")
        .contains("\r\nX-One: 1\r\n", "\r\nKeep-Alive: timeout=9\r\n", "\r\nContent-Type: a/b\r\n")
        .containsSubsequence("Set-Cookie: a\r\n", "Set-Cookie: b\r\n")
        .containsPattern("\r\nX-Duration-Seconds: \\d+\\.\\d{6}\r\n")
        .containsPattern("\r\nDate: \\w{3}, \\d\\d ")
        .endsWith("\r\n\r\nabc")
        .doesNotContain("X-Call-Id", "X-Openfaas-Internal");
  }

  @Test
  void a_short_answer_in_chunks_gets_a_length() throws IOException {
    upstream.behave(
        TestUpstream.saying(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n"));
    assertThat(fixture.get("/"))
        .contains("\r\nContent-Length: 5\r\n", "\r\nContent-Type: text/plain; charset=utf-8\r\n")
        .doesNotContain("chunked")
        .endsWith("\r\n\r\nhello");
  }

  @ParameterizedTest
  @CsvSource({
    "418, I'm a teapot",
    "299, status code 299",
    "302, Found",
    "503, Service Unavailable"
  })
  void a_status_has_the_words_of_gos_server(int code, String words) throws IOException {
    upstream.behave(
        TestUpstream.saying("HTTP/1.1 " + code + " Whatever\r\nContent-Length: 1\r\n\r\nx"));
    assertThat(fixture.get("/")).startsWith("HTTP/1.1 " + code + " " + words + "\r\n");
  }

  @Test
  void an_answer_without_a_body_has_none() throws IOException {
    upstream.behave(TestUpstream.saying(lines("HTTP/1.1 204 No Content", "X-A: b")));
    assertThat(fixture.get("/")).contains("X-A: b\r\n").doesNotContain("Content-Length", "chunked");
    upstream.behave(TestUpstream.saying(lines("HTTP/1.1 200 OK", "Content-Length: 99")));
    assertThat(fixture.exchange("HEAD", "/", ""))
        .contains("Content-Length: 99\r\n")
        .endsWith("\r\n\r\n");
  }

  @Test
  void informational_answers_do_not_reach_the_client() throws IOException {
    upstream.behave(
        TestUpstream.saying(
            "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
    assertThat(fixture.get("/")).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\nok");
  }

  @Test
  void trailers_pass_both_ways() throws IOException {
    upstream.behave(
        TestUpstream.saying(
            lines("HTTP/1.1 200 OK", "Transfer-Encoding: chunked", "Trailer: X-Sum")
                + "2\r\nok\r\n0\r\nX-Sum: 2\r\n\r\n"));
    String request =
        lines(
                "POST / HTTP/1.1",
                "Host: h",
                "Transfer-Encoding: chunked",
                "Trailer: X-In",
                "Connection: close")
            + "2\r\nhi\r\n0\r\nX-In: 1\r\n\r\n";
    assertThat(Raw.exchange(fixture.port(), request))
        .contains("\r\nTrailer: X-Sum\r\n")
        .endsWith("2\r\nok\r\n0\r\nX-Sum: 2\r\n\r\n");
    assertThat(seen())
        .contains("Transfer-Encoding: chunked")
        .endsWith("2\r\nhi\r\n0\r\nX-In: 1\r\n");
  }

  @Test
  void a_function_that_closes_its_connection_leaves_the_clients_open() throws IOException {
    upstream.behave((request, socket) -> {
      TestUpstream.write(socket, "HTTP/1.0 200 OK\r\nConnection: close\r\n\r\nuntil the end");
      return false;
    });
    try (Raw raw = new Raw(fixture.port())) {
      for (int i = 0; i < 2; i++) {
        raw.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        assertThat(raw.until("until the end")).doesNotContain("Connection: close");
      }
    }
  }

  @Test
  void connections_to_the_function_are_used_again() throws IOException {
    try (Raw raw = new Raw(fixture.port())) {
      for (int i = 0; i < 5; i++) {
        raw.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").until("ok");
      }
    }
    assertThat(upstream.connections).hasValue(1);
  }
}
