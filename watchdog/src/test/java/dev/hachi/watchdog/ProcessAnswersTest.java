package dev.hachi.watchdog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a process of the process protocol does wrong commits nothing and has a clear answer. */
final class ProcessAnswersTest {
  private static final String GREETING = ok("{\"versions\":[1],\"handlers\":[\"add\"]}");
  private static final String GOOD = ok("{\"revision\":0,\"state\":1,\"reply\":{\"json\":1}}");

  private TestUpstream function;
  private PlainFixture fixture;

  @BeforeEach
  void start() throws IOException {
    function = new TestUpstream();
    fixture =
        PlainFixture.start(
            "mode=http",
            "stateful=true",
            "hachi_function=counter",
            "fprocess=cat",
            "exec_timeout=2s",
            "hachi_buffer_max=1000",
            "upstream_url=" + function.url());
  }

  @AfterEach
  void end() throws IOException {
    fixture.close();
    function.close();
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        Arguments.of(ok("<html>"), 502, "bad_answer"),
        Arguments.of(ok("{\"revision\":1,\"state\":1}"), 502, "bad_answer"),
        Arguments.of(ok("{\"state\":1}"), 502, "bad_answer"),
        Arguments.of(
            ok("{\"revision\":0,\"state\":\"" + "x".repeat(1_000) + "\"}"), 502, "bad_answer"),
        Arguments.of(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7d0\r\n" + "x".repeat(2_000),
            502,
            "bad_answer"),
        Arguments.of("HTTP/1.1 404 N\r\nContent-Length: 2\r\n\r\n{}", 502, "bad_answer"),
        Arguments.of("HTTP/1.1 500 E\r\nContent-Length: 4\r\n\r\nboom", 500, "handler_failed"),
        Arguments.of("rubbish\r\n\r\n", 502, "function_failed"),
        Arguments.of("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{}", 502, "function_failed"),
        Arguments.of("", 502, "function_failed"));
  }

  @ParameterizedTest
  @MethodSource
  void wrong(String answer, int status, String code) throws IOException {
    function.behave((request, socket) -> greeted(request, socket, answer));

    var first = add();

    assertThat(first).startsWith("HTTP/1.1 " + status + " ").contains("{\"code\":\"" + code + "\"");
    function.behave((request, socket) -> greeted(request, socket, GOOD));
    assertThat(add()).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n1");
    assertThat(lastInvocation()).contains("\"revision\":0", "\"state\":null");
  }

  @Test
  void an_answer_that_comes_too_late_is_a_504_and_commits_nothing() throws IOException {
    function.behave((request, socket) -> {
      if (isGreeting(request)) {
        return greeted(request, socket, "");
      }
      var _ = socket.getInputStream().read(); // until the watchdog hangs up
      return false;
    });

    assertThat(fixture.exchange("POST", "/alice/add", "1", "X-Timeout: 300ms"))
        .startsWith("HTTP/1.1 504 ")
        .contains("{\"code\":\"deadline\"");

    function.behave((request, socket) -> greeted(request, socket, GOOD));
    assertThat(add()).endsWith("\r\n\r\n1");
    assertThat(lastInvocation()).contains("\"revision\":0", "\"state\":null");
  }

  @Test
  void a_process_that_speaks_no_common_version_is_a_clear_error_until_it_does() throws IOException {
    function.behave((request, socket) -> {
      TestUpstream.write(socket, ok("{\"versions\":[2],\"handlers\":[\"add\"]}"));
      return true;
    });

    assertThat(add()).startsWith("HTTP/1.1 502 ").contains("{\"code\":\"bad_answer\"");

    function.behave((request, socket) -> greeted(request, socket, GOOD));
    assertThat(add()).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void a_state_comes_back_with_the_revision_of_its_commit() throws IOException {
    function.behave((request, socket) -> greeted(request, socket, GOOD));
    add();
    function.behave((request, socket) -> greeted(request, socket, ok("{\"revision\":1}")));

    assertThat(add()).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n");

    assertThat(lastInvocation()).contains("\"revision\":1", "\"state\":1");
  }

  @Test
  void a_large_body_is_refused_and_a_probe_of_the_platform_is_none_of_a_keys() throws IOException {
    assertThat(fixture.exchange("POST", "/alice/add", "", "Content-Length: 1048577"))
        .startsWith("HTTP/1.1 413 ");
    assertThat(fixture.get("/_/health")).startsWith("HTTP/1.1 200 ");
    assertThat(fixture.get("/")).endsWith("ok");
  }

  private String add() throws IOException {
    return fixture.exchange("POST", "/alice/add", "1");
  }

  private String lastInvocation() {
    return function.requests.stream()
        .filter(request -> request.startsWith("POST /_hachi/invoke "))
        .reduce("", (earlier, later) -> later);
  }

  private static boolean isGreeting(String request) {
    return request.startsWith("GET /_hachi/protocol ");
  }

  /** Answers; the connection ends after what is no proper answer. */
  private static boolean greeted(String request, Socket socket, String answer) throws IOException {
    if (isGreeting(request)) {
      TestUpstream.write(socket, GREETING);
      return true;
    }
    TestUpstream.write(socket, answer);
    return answer.equals(GOOD);
  }

  private static String ok(String body) {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
  }
}
