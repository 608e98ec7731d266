package dev.hachi.openfaas.provider.async;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hachi.openfaas.provider.contract.FunctionId;
import dev.hachi.openfaas.provider.store.Calls.Answer;
import dev.hachi.openfaas.provider.store.Calls.Call;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class CallbackTest {
  private static final Call CALL =
      new Call(
          "c1",
          new FunctionId("echo", "openfaas-fn"),
          "/",
          Map.of("X-Start-Time", List.of("7")),
          new byte[0],
          "",
          Instant.EPOCH,
          null);
  private static final Answer ANSWER = new Answer(200, Map.of(), new byte[0], 1);

  @Test
  void one_that_begins_to_answer_and_does_not_end_is_told_again() throws Exception {
    assertThat(told("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", Duration.ofSeconds(1)))
        .isEqualTo("the callback does not answer within 1000 ms");
  }

  @Test
  void one_that_fails_is_told_again_and_one_that_refuses_is_not() throws Exception {
    var patience = Duration.ofSeconds(30);

    assertThat(told("HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n", patience))
        .isEqualTo("the callback answers 500");
    assertThat(told("HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n", patience)).isEmpty();
  }

  private static String told(String answer, Duration max) throws Exception {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var http = HttpClient.newHttpClient()) {
      var _ = Thread.ofVirtual().start(() -> serve(socket, answer));
      var url = "http://127.0.0.1:" + socket.getLocalPort() + "/";
      return new Callback(http, max).tell(CALL, url, ANSWER);
    }
  }

  /** Until the client goes. */
  private static void serve(ServerSocket socket, String answer) {
    try (var client = socket.accept()) {
      client.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
      var _ = client.getInputStream().readAllBytes();
    } catch (IOException e) {
      // It has gone.
    }
  }
}
