package dev.hachi.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The load against a real yardstick. */
class GeneratorTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int KEYS = 500;

  @Test
  void each_answer_that_is_counted_was_an_add() throws Exception {
    try (var yardstick = YardstickProcess.start()) {
      var servers = List.of(yardstick.server());

      var first = Generator.run(servers, Requests.each(Call.counter(""), 0, KEYS), 16, LONG);
      var hot =
          Generator.run(servers, Requests.random(Call.counter(""), 1), 16, Duration.ofMillis(200));

      assertThat(first.failed()).isZero();
      assertThat(first.answered()).isEqualTo(KEYS);
      assertThat(hot.failed()).isZero();
      assertThat(hot.took()).isBetween(Duration.ofMillis(200), LONG);
      assertThat(add(yardstick, "k0")).isEqualTo(1 + hot.answered() + 1);
      assertThat(add(yardstick, "k" + (KEYS - 1))).isEqualTo(2);
    }
  }

  @Test
  void an_answer_of_another_status_counts_as_failed() throws Exception {
    try (var refusing = new Refusing()) {
      var requests = Requests.each(Call.counter(""), 0, 3);

      var sample = Generator.run(List.of(refusing.server()), requests, 1, LONG);

      assertThat(sample.answered()).isZero();
      assertThat(sample.failed()).isEqualTo(3);
      assertThat(sample.why()).isEqualTo("status 500");
    }
  }

  @Test
  void a_server_that_is_not_there_is_named() throws IOException {
    int port;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    var nobody = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);

    assertThatIOException()
        .isThrownBy(
            () -> Generator.run(List.of(nobody), Requests.random(Call.counter(""), 1), 1, LONG))
        .withMessageContaining("no server answers at")
        .withMessageContaining(Integer.toString(port));
  }

  private static long add(YardstickProcess yardstick, String key) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      var uri = URI.create("http://127.0.0.1:" + yardstick.server().getPort() + "/counter/" + key);
      var request =
          HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofString("1")).build();
      return Long.parseLong(client.send(request, BodyHandlers.ofString()).body());
    }
  }
}
