package dev.hachi.watchdog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Neither a process that breaks the protocol nor a caller who means it harms anybody else. */
@Isolated("it floods, with limits of time, and counts threads")
final class HostileProcessTest {
  private static final String GREETING = ok("{\"versions\":[1],\"handlers\":[\"add\"]}");
  private static final String GOOD = ok("{\"revision\":0,\"state\":1,\"reply\":{\"json\":1}}");
  private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

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
            "fprocess=sleep 600",
            "exec_timeout=25s",
            "hachi_buffer_max=1000000",
            "upstream_url=" + function.url());
  }

  @AfterEach
  void end() throws IOException {
    fixture.close();
    function.close();
  }

  /** Answers an invocation. */
  @FunctionalInterface
  interface Answering {
    void answer(Socket socket) throws IOException, InterruptedException;
  }

  static Stream<Arguments> answers() {
    return Stream.of(
        answer(
            "endless headers", 502, socket -> endless(socket, "HTTP/1.1 200 OK\r\n", "X-A: b\r\n")),
        answer(
            "an endless header",
            502,
            socket -> endless(socket, "HTTP/1.1 200 OK\r\nX: ", "x".repeat(1000))),
        answer(
            "an endless status line",
            502,
            socket -> endless(socket, "HTTP/1.1 200 ", "x".repeat(1000))),
        answer(
            "endless chunks of a byte",
            502,
            socket -> endless(socket, CHUNKED, "1\r\nx\r\n".repeat(100))),
        answer(
            "an endless chunk extension",
            502,
            socket -> endless(socket, CHUNKED + "1;", "x".repeat(1000))),
        answer("endless trailers", 502, socket -> endless(socket, CHUNKED + "0\r\n", "X-A: b\r\n")),
        answer(
            "an endless body without a length",
            502,
            socket -> endless(socket, "HTTP/1.0 200 OK\r\n\r\n", "x".repeat(1000))),
        answer(
            "endless interim answers",
            504,
            socket -> endless(socket, "", "HTTP/1.1 100 Continue\r\n\r\n")),
        answer("a length of nonsense", 502, said("HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n{}")),
        answer("a negative length", 502, said("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n{}")),
        answer(
            "a huge length",
            502,
            said("HTTP/1.1 200 OK\r\nContent-Length: 9223372036854775807\r\n\r\n{}")),
        answer(
            "two lengths",
            502,
            said("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}")),
        answer("a huge chunk", 502, said(CHUNKED + "7fffffff\r\nxx")),
        answer(
            "another protocol",
            502,
            said("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n")),
        answer("deep JSON", 502, said(ok("[".repeat(100_000)))),
        answer("a huge number", 502, said(ok("{\"revision\":1" + "0".repeat(5_000) + "}"))),
        answer(
            "a header in a header",
            500,
            said(ok("{\"revision\":0,\"reply\":{\"headers\":[[\"X-A\",\"b\\r\\nX-B: c\"]]}}"))),
        answer(
            "a header in a type",
            500,
            said(
                ok(
                    "{\"revision\":0,\"reply\":{\"contentType\":\"a\\r\\nX-B: c\",\"text\":\"\"}}"))),
        answer("a drop at a time", 504, HostileProcessTest::slowly));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void answers(String what, int status, Answering answering) throws Exception {
    function.behave((request, socket) -> {
      if (isGreeting(request)) {
        TestUpstream.write(socket, GREETING);
        return true;
      }
      answering.answer(socket);
      return false;
    });

    var answer = status == 504 ? add("alice", "2s") : add("alice");
    assertThat(answer).as(what).startsWith("HTTP/1.1 " + status + " ").doesNotContain("X-B");

    function.behave(this::good);
    assertThat(add("alice")).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n1");
  }

  @Test
  void an_answer_too_many_is_nobodys() throws IOException {
    function.behave((request, socket) -> {
      var forged = ok("{\"revision\":0,\"state\":666,\"reply\":{\"json\":666}}");
      TestUpstream.write(socket, isGreeting(request) ? GREETING + forged : GOOD + forged + forged);
      return true;
    });

    for (var key : List.of("a", "b", "c", "d")) {
      assertThat(add(key)).endsWith("\r\n\r\n1");
    }
  }

  @Test
  void a_process_that_came_back_is_greeted_again() throws IOException {
    function.behave(this::good);
    assertThat(fixture.exchange("POST", "/alice/sub", "1")).startsWith("HTTP/1.1 404 ");
    var handlers = ok("{\"versions\":[1],\"handlers\":[\"add\",\"sub\"]}");
    function.behave((request, socket) -> {
      TestUpstream.write(socket, isGreeting(request) ? handlers : "");
      return isGreeting(request);
    });
    assertThat(add("alice")).startsWith("HTTP/1.1 502 ").contains("function_failed");
    function.behave((request, socket) -> {
      TestUpstream.write(socket, isGreeting(request) ? handlers : GOOD);
      return true;
    });

    assertThat(fixture.exchange("POST", "/alice/sub", "1")).startsWith("HTTP/1.1 200 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/_hachi/invoke",
        "/_hachi",
        "/_HACHI/invoke",
        "/%5fhachi/invoke",
        "/_hachi%2Finvoke",
        "/%2F_hachi/invoke",
        "/%2f%2f_hachi%2finvoke",
        "/x%2F..%2F_hachi/invoke",
        "/%2e%2e/_hachi/invoke",
        "/%2E/_hachi/invoke",
        "/_hachi;a=b/invoke",
        "/;a/_hachi/invoke",
        "/_hachi%3Ba/invoke",
        "/%5C_hachi/invoke",
        "/_hachi%5Cinvoke",
        "/_hachi\\invoke",
        "http://h/_hachi/invoke",
        "/_hachi/invoke?x=y",
        "/_hachi/protocol/"
      })
  void callers_cannot_speak_to_the_process_as_the_watchdog_does(String target) throws IOException {
    function.behave(this::good);
    await().until(() -> function.requests.size() == 1);

    var answer = fixture.exchange("POST", target, "{\"version\":1}");

    assertThat(answer).containsPattern("^HTTP/1.1 (404|400|307) ");
    assertThat(function.requests).hasSize(1);
  }

  @Test
  void what_a_caller_claims_stays_in_the_request_that_it_sent() throws IOException {
    function.behave(this::good);

    fixture.exchange(
        "POST",
        "/al%22ice%7D/add",
        "\",\"state\":9",
        "X-Hachi-Key: bob",
        "X-Hachi-Revision: 7",
        "X-A: \",\"state\":666,\"x\":\"",
        "Idempotency-Key: \",\"caller\":{\"function\":\"f\",\"key\":\"k\"}");

    assertThat(lastInvocation())
        .contains("\"key\":\"al\\\"ice}\"", "\"revision\":0", "\"state\":null")
        .contains("\"id\":\"\\\",\\\"caller\\\":")
        .doesNotContain("\"caller\":{", "\"state\":666", "\"state\":9");
    assertThat(lastInvocation().substring(0, lastInvocation().indexOf("\r\n\r\n")))
        .doesNotContain("X-Hachi", "X-A", "Idempotency");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a%00b", "a%0Ab", "a%0D%0Ab", "a%7Fb", "a%C2%85b", "%ff", "a%E2%80%A8b%zz"})
  void keys_of_control_characters_are_refused(String key) throws IOException {
    function.behave(this::good);

    assertThat(add(key)).startsWith("HTTP/1.1 400 ");
    assertThat(lastInvocation()).isEmpty();
  }

  @Test
  void a_thousand_keys_of_a_silent_process_leave_health_and_connections_alone() throws Exception {
    function.behave((request, socket) -> {
      if (isGreeting(request)) {
        TestUpstream.write(socket, GREETING);
        return true;
      }
      var _ = socket.getInputStream().read(); // until the watchdog hangs up
      return false;
    });
    var threads = Thread.getAllStackTraces().size();
    var callers = new ArrayList<Raw>();
    for (var i = 0; i < 1_000; i++) {
      callers.add(new Raw(fixture.port()));
      var head = "POST /k" + i + "/add HTTP/1.1\r\nHost: h\r\nConnection: close\r\n";
      callers.getLast().send(head + "X-Timeout: 5s\r\nContent-Length: 1\r\n\r\n1");
    }
    await().until(() -> function.requests.size() > 200);

    assertThat(fixture.get("/_/health")).startsWith("HTTP/1.1 200 ");
    assertThat(function.most.get()).as("256 at a time and the greeting").isBetween(200, 260);
    assertThat(Thread.getAllStackTraces().size()).isLessThan(threads + 100);
    for (var caller : callers) {
      assertThat(caller.untilClosed()).startsWith("HTTP/1.1 504 ");
      caller.close();
    }
    function.behave(this::good);
    assertThat(add("alice")).startsWith("HTTP/1.1 200 ");
  }

  private String add(String key) throws IOException {
    return add(key, "20s");
  }

  private String add(String key, String timeout) throws IOException {
    return fixture.exchange("POST", "/" + key + "/add", "1", "X-Timeout: " + timeout);
  }

  private boolean good(String request, Socket socket) throws IOException {
    TestUpstream.write(socket, isGreeting(request) ? GREETING : GOOD);
    return true;
  }

  private String lastInvocation() {
    return function.requests.stream()
        .filter(request -> request.startsWith("POST /_hachi/invoke "))
        .reduce("", (earlier, later) -> later);
  }

  private static boolean isGreeting(String request) {
    return request.startsWith("GET /_hachi/protocol ");
  }

  private static Arguments answer(String what, int status, Answering answering) {
    return Arguments.of(what, status, answering);
  }

  private static Answering said(String text) {
    return socket -> TestUpstream.write(socket, text);
  }

  /** Until the watchdog hangs up. */
  private static void endless(Socket socket, String first, String next) throws IOException {
    TestUpstream.write(socket, first);
    while (true) {
      TestUpstream.write(socket, next);
    }
  }

  private static void slowly(Socket socket) throws IOException, InterruptedException {
    for (var at = 0; at < GOOD.length(); at++) {
      TestUpstream.write(socket, GOOD.substring(at, at + 1));
      Thread.sleep(100);
    }
  }

  private static String ok(String body) {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
  }
}
