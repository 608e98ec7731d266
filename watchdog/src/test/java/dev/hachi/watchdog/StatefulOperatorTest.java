package dev.hachi.watchdog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What operators see of a process with state. */
@Execution(ExecutionMode.CONCURRENT)
final class StatefulOperatorTest extends PlainProcessFixture {
  private static final String GREETING = "{\"versions\":[1],\"handlers\":[\"add\",\"get\"]}";
  private static final String GOOD = "{\"revision\":0,\"state\":1,\"reply\":{\"json\":1}}";

  private TestUpstream function;

  @BeforeEach
  void startFunction() throws IOException {
    function = new TestUpstream();
    function.behave((request, socket) -> {
      var body = request.startsWith("GET /_hachi/protocol ") ? GREETING : GOOD;
      var head = "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n";
      TestUpstream.write(socket, head + body);
      return true;
    });
    var token = Files.writeString(folder.resolve("token"), "s3cret");
    start(
        "mode=http",
        "stateful=true",
        "hachi_function=counter",
        "hachi_listen=127.0.0.1",
        "healthcheck_interval=0",
        "fprocess=sleep 600",
        "upstream_url=" + function.url(),
        "hachi_access_log=true",
        "hachi_admin_token_file=" + token);
  }

  @AfterEach
  void endFunction() throws IOException {
    function.close();
  }

  @Test
  void the_admin_api_shows_function_and_variables_to_who_knows_the_token() throws IOException {
    port();
    var token = "Authorization: Bearer s3cret";

    await()
        .untilAsserted(() ->
            assertThat(get(metricsPort(), "/admin/function", token))
                .startsWith("HTTP/1.1 200 ")
                .contains("\"name\":\"counter\"", "\"handlers\":[\"add\",\"get\"]")
                .contains("\"ready\":true", "\"draining\":false", "\"state\":\"memory\""));
    assertThat(get(metricsPort(), "/admin/config", token))
        .contains("\"mode\":\"http\"", "\"upstream_url\":\"" + function.url() + "\"")
        .contains("\"stateful\":true", "\"hachi_body_max\":1048576")
        .doesNotContain("s3cret");
    assertThat(get(metricsPort(), "/admin/function")).startsWith("HTTP/1.1 401 ");
  }

  @Test
  void an_invocation_is_a_line_of_the_access_log() throws IOException {
    var port = port();

    assertThat(get(port, "/alice/add?token=secret", "X-Call-Id: c1 x=\"y\"")).contains(" 200 ");

    await().until(() -> log().contains("answered"));
    var line =
        List.of(log().split("\n", -1)).stream().filter(l -> l.contains("answered")).findFirst();
    assertThat(line.orElseThrow())
        .matches(
            TIME
                + "answered call_id=\"c1 x=\\\\\"y\\\\\"\" method=GET path=/alice/add status=200"
                + " bytes=1 seconds=0\\.\\d{6}");
  }
}
