package dev.hachi.watchdog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mode http when something is slow, gone or wrong. */
class HttpModeFailureTest extends HttpModeFixture {
  @Test
  void a_connection_that_the_function_closed_unseen_costs_no_request() throws IOException {
    AtomicLong count = new AtomicLong();
    upstream.behave((request, socket) ->
        count.incrementAndGet() != 2
            && TestUpstream.saying("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
                .answer(request, socket));
    try (Raw raw = new Raw(fixture.port())) {
      for (int i = 0; i < 2; i++) {
        raw.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        assertThat(raw.until("ok")).startsWith("HTTP/1.1 200 ");
      }
    }
    assertThat(count).hasValue(3);
  }

  @Test
  void too_slow_is_an_empty_504() throws IOException {
    restart("exec_timeout=200ms");
    hold();
    String answer = fixture.get("/");
    assertThat(answer)
        .startsWith("HTTP/1.1 504 Gateway Timeout\r\n")
        .contains("\r\nX-Openfaas-Internal: of-watchdog\r\n", "\r\nContent-Length: 0\r\n")
        .endsWith("\r\n\r\n");
    assertThat(seconds(answer)).isBetween(0.2, 5.0);
  }

  @Test
  void a_caller_may_wait_for_less() throws IOException {
    hold();
    String answer = fixture.get("/", "X-Timeout: 150ms");
    assertThat(answer).startsWith("HTTP/1.1 504 ");
    assertThat(seconds(answer)).isBetween(0.15, 5.0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2h", "soon", "-1s", "0s", "5"})
  void a_caller_cannot_wait_for_more_nor_for_ever(String asked) throws IOException {
    restart("exec_timeout=200ms");
    hold();
    String answer = fixture.get("/", "X-Timeout: " + asked);
    assertThat(answer).startsWith("HTTP/1.1 504 ");
    assertThat(seconds(answer)).isBetween(0.2, 5.0);
  }

  private static double seconds(String answer) {
    Matcher matcher =
        Pattern.compile("\r\nX-Duration-Seconds: (\\d+\\.\\d{6})\r\n").matcher(answer);
    assertThat(matcher.find()).isTrue();
    return Double.parseDouble(matcher.group(1));
  }

  @Test
  void a_body_that_takes_too_long_is_cut_visibly() throws IOException {
    restart("exec_timeout=1s");
    upstream.behave((request, socket) -> {
      TestUpstream.write(
          socket, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n");
      return held.await(20, TimeUnit.SECONDS);
    });
    assertThat(fixture.get("/")).startsWith("HTTP/1.1 200 ").endsWith("2\r\nhe\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"*/*", "text/event-stream"})
  void a_function_that_hangs_up_is_an_empty_500(String accept) throws IOException {
    upstream.behave((request, socket) -> false);
    assertThat(fixture.get("/", "Accept: " + accept))
        .startsWith("HTTP/1.1 500 Internal Server Error\r\n")
        .containsPattern("\r\nX-Duration-Seconds: \\d\\.\\d{6}\r\n")
        .contains("\r\nX-Openfaas-Internal: of-watchdog\r\n")
        .endsWith("\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"*/*", "application/x-ndjson"})
  void a_function_that_does_not_listen_is_an_empty_500(String accept) throws IOException {
    upstream.close();
    assertThat(fixture.get("/", "Accept: " + accept))
        .startsWith("HTTP/1.1 500 ")
        .contains("X-Openfaas-Internal: of-watchdog")
        .endsWith("\r\n\r\n");
  }

  @Test
  void nonsense_instead_of_http_is_a_500() throws IOException {
    upstream.behave(TestUpstream.saying(lines("SSH-2.0-OpenSSH")));
    assertThat(fixture.get("/")).startsWith("HTTP/1.1 500 ");
  }

  @Test
  void a_client_that_leaves_cancels_the_functions_work() throws Exception {
    CountDownLatch cancelled = new CountDownLatch(1);
    upstream.behave((request, socket) -> {
      if (socket.getInputStream().read() < 0) {
        cancelled.countDown();
      }
      return false;
    });
    try (Raw raw = new Raw(fixture.port())) {
      raw.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
      seen();
    }
    assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void a_half_closed_client_counts_as_gone_but_is_answered() throws Exception {
    hold();
    try (var client = new Socket(InetAddress.getLoopbackAddress(), fixture.port())) {
      TestUpstream.write(client, "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
      seen();
      client.shutdownOutput();
      assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 504 ");
    }
  }

  @Test
  void a_slow_request_is_answered_and_the_connection_ends() throws IOException {
    restart("read_timeout=700ms");
    String head = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhi";
    assertThat(Raw.exchange(fixture.port(), head))
        .startsWith("HTTP/1.1 504 ")
        .contains("X-Openfaas-Internal: of-watchdog");
    assertThat(Raw.exchange(fixture.port(), "GET / HTTP/1.1\r\nHo")).isEmpty();
  }

  @Test
  void an_answer_beyond_the_write_timeout_is_a_504() throws IOException {
    restart("write_timeout=200ms");
    hold();
    assertThat(fixture.get("/")).startsWith("HTTP/1.1 504 ");
  }
}
