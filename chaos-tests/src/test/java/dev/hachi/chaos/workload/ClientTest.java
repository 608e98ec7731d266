package dev.hachi.chaos.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hachi.chaos.history.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class ClientTest {
  private static final String REPLY = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n7";
  private static final Request.Form READ = new Request.Form("get", null);

  private final List<String> ids = new CopyOnWriteArrayList<>();

  @Test
  void a_read_whose_connection_ends_without_an_answer_is_not_sent_again() throws Exception {
    try (var client = new Client(Duration.ofSeconds(20));
        var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> serve(server));
      var endpoint =
          new Endpoint("r1.0", server.getInetAddress().getHostAddress(), server.getLocalPort());

      var first = client.send(endpoint, "k", READ, "first").join();
      var second = client.send(endpoint, "k", READ, "second").join();

      assertThat(first).isEqualTo(new Outcome.Value(7));
      assertThat(second).isInstanceOf(Outcome.Unknown.class);
      assertThat(ids).containsExactly("first", "second");
    }
  }

  /** Answers the first request of each connection, and ends the connection at the second. */
  private void serve(ServerSocket server) {
    while (!server.isClosed()) {
      try (var socket = server.accept()) {
        var in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        readHead(in);
        answer(socket);
        readHead(in);
      } catch (IOException _) {
        // the client or the test is done with it
      }
    }
  }

  private void readHead(BufferedReader in) throws IOException {
    for (var line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      if (line.startsWith("Idempotency-Key: ")) {
        ids.add(line.substring("Idempotency-Key: ".length()));
      }
    }
  }

  private static void answer(Socket socket) throws IOException {
    socket.getOutputStream().write(REPLY.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }
}
