package dev.hachi.watchdog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Corners of HTTP that clients rarely visit, byte for byte. */
class ConformanceTest extends ConformanceFixture {
  private static final int MEGABYTE = 1 << 20;
  private static final String LAST = "GET /last HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";

  private static void echoPaths() {
    upstream.behave((request, socket) -> {
      String path = request.substring(request.indexOf(' ') + 1, request.indexOf(" HTTP"));
      TestUpstream.write(
          socket, "HTTP/1.1 200 OK\r\nContent-Length: " + path.length() + "\r\n\r\n" + path);
      return true;
    });
  }

  @Test
  void pipelined_requests_are_answered_in_their_order() throws IOException {
    echoPaths();
    String all =
        exchange(
            "GET /1 HTTP/1.1\r\nHost: h\r\n\r\n"
                + "POST /2 HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello"
                + "POST /3 HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "5\r\nhello\r\n0\r\n\r\n"
                + "GET /_/health HTTP/1.1\r\nHost: h\r\n\r\n"
                + LAST);
    assertThat(all)
        .containsSubsequence(
            "\r\n\r\n/1", "\r\n\r\n/2", "\r\n\r\n/3", "\r\n\r\nOK", "\r\n\r\n/last");
    assertThat(all.split("HTTP/1.1 200 OK\r\n", -1)).hasSize(6);
  }

  @Test
  void a_request_that_fails_does_not_hold_up_the_next() throws IOException {
    upstream.behave((request, socket) -> false);
    String all = exchange(POST + "Content-Length: 1\r\n\r\nx" + LAST);
    assertThat(all).startsWith("HTTP/1.1 500 ").containsSubsequence("500 ", "HTTP/1.1 500 ");
    assertThat(seen()).startsWith("POST / ");
    assertThat(seen()).startsWith("GET /last ");
  }

  @Test
  void a_client_that_closes_its_side_after_its_answers_is_no_failure() throws IOException {
    try (Raw raw = connect()) {
      raw.send(GET + "\r\n").until("\r\n\r\nok");
      raw.closeOutput();
      assertThat(raw.untilClosed()).isEmpty();
    }
  }

  @Test
  void a_client_that_closes_its_side_while_the_function_works_gets_504() throws IOException {
    upstream.behave((request, socket) -> socket.getInputStream().read() >= 0);
    try (Raw raw = connect()) {
      raw.send(GET + "\r\n");
      seen();
      raw.closeOutput();
      assertThat(raw.untilClosed()).startsWith("HTTP/1.1 504 ");
    }
  }

  @Test
  void a_body_that_its_client_does_not_end_is_never_taken_for_whole() throws IOException {
    for (String part :
        List.of("Content-Length: 5\r\n\r\nhel", "Transfer-Encoding: chunked\r\n\r\n5\r\nhel")) {
      try (Raw raw = connect()) {
        raw.send(POST + part);
        raw.closeOutput();
        assertThat(raw.untilClosed()).doesNotContain("200 OK");
      }
    }
    assertThat(upstream.requests).isEmpty();
  }

  @Test
  void a_body_with_a_length_and_one_in_chunks_both_arrive_as_they_were_sent() throws IOException {
    exchange(POST + "Content-Length: 5\r\nConnection: close\r\n\r\nhello");
    assertThat(seen()).endsWith("\r\n\r\nhello");
    exchange(
        POST
            + "Transfer-Encoding: Chunked\r\nConnection: close\r\n\r\n"
            + "2;ext=\"1\"\r\nhe\r\n03\r\nllo\r\n0\r\n\r\n");
    assertThat(seen())
        .contains("Transfer-Encoding: ")
        .doesNotContain("Content-Length")
        .containsSubsequence("he", "llo", "0\r\n");
  }

  @Test
  void a_client_that_asks_first_is_told_to_continue_and_the_function_is_not_asked()
      throws IOException {
    try (Raw raw = connect()) {
      raw.send(POST + "Content-Length: 2\r\nExpect: 100-continue\r\n\r\n");
      assertThat(raw.until("\r\n\r\n")).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
      raw.send("hi");
      assertThat(raw.until("\r\n\r\nok")).startsWith("HTTP/1.1 200 OK\r\n");
      raw.send(LAST);
      assertThat(raw.untilClosed()).startsWith("HTTP/1.1 200 OK\r\n");
    }
    assertThat(seen()).doesNotContain("Expect").endsWith("\r\n\r\nhi");
  }

  @Test
  void a_client_that_asks_in_vain_keeps_its_body() throws IOException {
    String refused =
        exchange(
            "POST /%zz HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n");
    assertThat(refused).startsWith("HTTP/1.1 400 ").contains("Connection: close\r\n");
  }

  @Test
  void an_old_client_keeps_its_connection_only_when_it_asks() throws IOException {
    try (Raw raw = connect()) {
      String kept = "GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n";
      for (int i = 0; i < 2; i++) {
        assertThat(raw.send(kept).until("\r\n\r\nok"))
            .startsWith("HTTP/1.0 200 OK\r\n")
            .containsIgnoringCase("Connection: keep-alive\r\n");
      }
      raw.send("GET / HTTP/1.0\r\n\r\n");
      assertThat(raw.untilClosed()).startsWith("HTTP/1.0 200 OK\r\n").endsWith("\r\n\r\nok");
    }
  }

  @Test
  void headers_have_a_megabyte_and_four_kilobytes() throws IOException {
    String large = "a".repeat(MEGABYTE);
    assertThat(exchange(GET + "Connection: close\r\nX-A: " + large + "\r\n\r\n"))
        .startsWith("HTTP/1.1 200 OK\r\n");
    assertThat(seen()).contains("X-A: " + large);
    String more = "a".repeat(4096);
    assertThat(exchange(GET + "X-A: " + large + more + "\r\n\r\n"))
        .startsWith("HTTP/1.1 431 Request Header Fields Too Large\r\n");
    assertThat(upstream.requests).isEmpty();
  }

  @Test
  void many_small_headers_count_as_one_large() throws IOException {
    assertThat(
            exchange(
                GET + "X-A: 0123456789012345678901234567890123456789\r\n".repeat(24_000) + "\r\n"))
        .startsWith("HTTP/1.1 431 ");
    assertThat(upstream.requests).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "http://other:1/a?b=/c, /a?b=/c, other:1",
    "HTTP://other, /, other",
    "http://other?b, /?b, other",
    "http://[::1]:80/%2F, /%2F, [::1]:80"
  })
  void a_target_with_a_host_is_served_and_its_host_counts(String target, String path, String host)
      throws IOException {
    exchange("GET " + target + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    assertThat(seen()).startsWith("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://user@other/", "https://other/", "ftp://other/", "a/b"})
  void a_target_of_another_kind_is_refused(String target) throws IOException {
    assertThat(exchange("GET " + target + " HTTP/1.1\r\nHost: h\r\n\r\n"))
        .startsWith("HTTP/1.1 400 ");
    assertThat(upstream.requests).isEmpty();
  }
}
