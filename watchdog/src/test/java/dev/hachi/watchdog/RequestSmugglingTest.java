package dev.hachi.watchdog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that two readers could part in two ways are refused, and so is what follows them. */
class RequestSmugglingTest extends ConformanceFixture {
  private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n";

  private static void isRefused(String request) throws IOException {
    String answer = exchange(request + SMUGGLED);
    assertThat(answer.split("HTTP/1\\.[01] ", -1)).hasSize(2);
    assertThat(answer).matches("(?s)HTTP/1\\.[01] 400 .*");
    assertThat(upstream.requests).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 3\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: 5",
        "Transfer-Encoding: identity\r\nContent-Length: 5",
        "Content-Length: 5\r\nContent-Length: 6",
        "Content-Length: 5\r\nContent-Length: 5",
        "Content-Length: 5, 5",
        "Content-Length: +5",
        "Content-Length: -5",
        "Content-Length: 0x5",
        "Content-Length: 5 5",
        "Content-Length:",
        "Content-Length: 99999999999999999999",
        "Content-Length : 5",
        "Transfer-Encoding : chunked",
        "Transfer-Encoding: \u000bchunked",
        "Transfer-Encoding:\r\n chunked"
      })
  void a_body_has_one_length(String framing) throws IOException {
    isRefused(POST + framing + "\r\n\r\n0\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0", "1.2"})
  void no_version_allows_two_lengths(String version) throws IOException {
    String framing = "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
    isRefused("POST / HTTP/" + version + "\r\nHost: h\r\n" + framing);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-A: b\r\n c",
        "X-A: b\r\n\tc",
        " X-A: b",
        "X-A: b\nX-B: c",
        "X-A: b\rX-B: c",
        "X-A: b\0c",
        "X-A\0: b",
        "X-A: b\u0001c",
        "X A: b",
        ": b",
        "no colon"
      })
  void a_header_is_one_line(String line) throws IOException {
    isRefused(GET + line + "\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\nHost: h\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: h\n\r\n",
        "GET / HTTP/1.1\r\nHost: h\r\n\n",
        "GET / HTTP/1.1\r\n Host: h\r\n\r\n",
        "GET /\0 HTTP/1.1\r\nHost: h\r\n\r\n",
        "G\0T / HTTP/1.1\r\nHost: h\r\n\r\n",
        "G(T / HTTP/1.1\r\nHost: h\r\n\r\n",
        "GET /a b HTTP/1.1\r\nHost: h\r\n\r\n",
        "GET / ICAP/1.1\r\nHost: h\r\n\r\n",
        "GET /\r\nHost: h\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.2\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: h\r\nHost: h\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a@b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a b\r\n\r\n"
      })
  void a_head_says_where_it_goes_once(String head) throws IOException {
    isRefused(head);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0x3\r\nabc\r\n0\r\n\r\n",
        "+3\r\nabc\r\n0\r\n\r\n",
        "-3\r\nabc\r\n0\r\n\r\n",
        "3 3\r\nabc\r\n0\r\n\r\n",
        "3\0\r\nabc\r\n0\r\n\r\n",
        "\r\nabc\r\n0\r\n\r\n",
        "fffffffffffffffff\r\nabc\r\n0\r\n\r\n",
        "3\nabc\r\n0\r\n\r\n",
        "3;a\nb\r\nabc\r\n0\r\n\r\n",
        "3\r\nabc\n0\r\n\r\n",
        "3\r\nabcd\r\n0\r\n\r\n",
        "3\r\nabc\r\n0\r\n\n",
        "3\r\nabc\r\n0\r\nX-A: b\nX-B: c\r\n\r\n",
        "3\r\nabc\r\n0\r\nX-A: b\r\n c\r\n\r\n",
        "3\r\nabc\r\n000;x=y\r\nX-A: b\r\n\tc\r\n\r\n",
        "3\r\nabc\r\n0\r\n X-A: b\r\n\r\n"
      })
  void a_chunk_has_the_size_that_it_says(String body) throws IOException {
    isRefused(POST + "Transfer-Encoding: chunked\r\n\r\n" + body);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.9", "2.0"})
  void another_protocol_is_not_spoken(String version) throws IOException {
    assertThat(exchange("GET / HTTP/" + version + "\r\nHost: h\r\n\r\n" + SMUGGLED))
        .startsWith("HTTP/1.1 505 HTTP Version Not Supported\r\n")
        .doesNotContain("HTTP/1.1 200");
    assertThat(upstream.requests).isEmpty();
  }
}
