package dev.hachi.watchdog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Mode http with bodies that take their time: events, websockets, back-pressure. */
class HttpModeStreamTest extends HttpModeFixture {
  @Test
  void a_long_or_slow_answer_in_chunks_stays_so() throws Exception {
    upstream.behave((request, socket) -> {
      TestUpstream.write(
          socket, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n");
      var _ = held.await(20, TimeUnit.SECONDS);
      TestUpstream.write(socket, "3\r\nllo\r\n0\r\n\r\n");
      return true;
    });
    try (Raw raw = new Raw(fixture.port())) {
      raw.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
      assertThat(raw.until("\r\n2\r\nhe\r\n")).contains("\r\nTransfer-Encoding: chunked\r\n");
      held.countDown();
      assertThat(raw.untilClosed()).isEqualTo("3\r\nllo\r\n0\r\n\r\n");
    }
  }

  @Test
  void events_reach_the_client_one_by_one_and_without_a_timeout() throws Exception {
    restart("exec_timeout=100ms");
    upstream.behave((request, socket) -> {
      TestUpstream.write(
          socket,
          lines(
              "HTTP/1.1 200 OK",
              "Content-Type: text/event-stream",
              "Keep-Alive: x",
              "Transfer-Encoding: chunked"));
      var _ = held.await(300, TimeUnit.MILLISECONDS);
      TestUpstream.write(socket, "6\r\ndata\n\n\r\n");
      return held.await(20, TimeUnit.SECONDS);
    });
    try (Raw raw = new Raw(fixture.port())) {
      raw.send("GET / HTTP/1.1\r\nHost: h\r\nAccept: Text/Event-Stream\r\n");
      raw.send(
          "X-Timeout: 50ms\r\nConnection: X-Hop\r\nX-Hop: 1\r\nX-Forwarded-For: 9.9.9.9\r\n\r\n");
      assertThat(raw.until("\r\n\r\n")).doesNotContain("X-Duration-Seconds", "Keep-Alive");
      assertThat(raw.until("data\n\n")).isEqualTo("6\r\ndata\n\n");
    }
    assertThat(seen())
        .contains("X-Forwarded-For: 9.9.9.9, 127.0.0.1\r\n")
        .doesNotContain("X-Hop", "Connection");
  }

  @Test
  void a_websocket_is_bytes_in_both_directions_from_the_first_on() throws IOException {
    upstream.behave((request, socket) -> {
      TestUpstream.write(
          socket,
          "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              + "Sec-WebSocket-Accept: x\r\n\r\nhi!");
      for (int next = socket.getInputStream().read(); next >= 0; ) {
        socket.getOutputStream().write(Character.toUpperCase(next));
        next = socket.getInputStream().read();
      }
      return false;
    });
    try (Raw raw = new Raw(fixture.port())) {
      raw.send("GET /ws HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
      assertThat(raw.until("hi!"))
          .startsWith("HTTP/1.1 101 Switching Protocols\r\n")
          .contains("\r\nUpgrade: websocket\r\n", "\r\nSec-Websocket-Accept: x\r\n");
      raw.send("abc");
      assertThat(raw.until("ABC")).isEqualTo("ABC");
    }
    assertThat(seen()).contains("Connection: Upgrade\r\n", "Upgrade: websocket\r\n");
  }

  @Test
  void after_a_refused_websocket_the_connection_goes_on() throws IOException {
    try (Raw raw = new Raw(fixture.port())) {
      String upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
      raw.send(
          "GET /ws HTTP/1.1\r\nHost: h\r\n" + upgrade + "GET /next HTTP/1.1\r\nHost: h\r\n\r\n");
      raw.until("\r\n\r\nok");
      raw.until("\r\n\r\nok");
    }
    assertThat(seen()).startsWith("GET /ws");
    assertThat(seen()).startsWith("GET /next");
  }

  @Test
  void a_buffered_body_arrives_with_its_length() throws IOException {
    restart("http_buffer_req_body=true", "hachi_buffer_max=10");
    String head =
        "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n";
    Raw.exchange(fixture.port(), head + "\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n");
    assertThat(seen())
        .contains("Content-Length: 5\r\n")
        .doesNotContain("chunked")
        .endsWith("hello");
    assertThat(Raw.exchange(fixture.port(), head + "\r\nb\r\nhello hello\r\n0\r\n\r\n"))
        .startsWith("HTTP/1.1 413 ");
  }

  @Test
  void a_slow_function_slows_the_client_down_and_loses_nothing() throws Exception {
    long size = 64L * 1024 * 1024;
    try (var server = new ServerSocket(0);
        var slow =
            PlainFixture.start(
                "mode=http",
                "fprocess=sleep 300",
                "upstream_url=http://127.0.0.1:" + server.getLocalPort());
        var client = new Socket(InetAddress.getLoopbackAddress(), slow.port())) {
      AtomicLong sent = new AtomicLong();
      Thread.ofPlatform().daemon().start(() -> sendBody(client, size, sent));
      try (var function = server.accept()) {
        await().during(Duration.ofMillis(500)).until(() -> sent.get() < size / 2);
        byte[] buffer = new byte[65_536];
        long arrived = 0;
        while (arrived < size) {
          arrived += function.getInputStream().read(buffer);
        }
        TestUpstream.write(function, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        byte[] answer = new byte[15];
        assertThat(client.getInputStream().readNBytes(answer, 0, 15)).isEqualTo(15);
        assertThat(new String(answer, StandardCharsets.UTF_8)).isEqualTo("HTTP/1.1 200 OK");
      }
    }
  }

  private static void sendBody(Socket client, long size, AtomicLong sent) {
    try {
      TestUpstream.write(
          client, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: " + size + "\r\n\r\n");
      byte[] buffer = new byte[65_536];
      while (sent.get() < size) {
        client.getOutputStream().write(buffer);
        sent.addAndGet(buffer.length);
      }
    } catch (IOException e) {
      // The test ended.
    }
  }

  @Test
  void a_slow_client_slows_the_function_down() throws Exception {
    long size = 64L * 1024 * 1024;
    AtomicLong sent = new AtomicLong();
    upstream.behave((request, socket) -> {
      TestUpstream.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
      byte[] buffer = new byte[65_536];
      while (sent.get() < size) {
        socket.getOutputStream().write(buffer);
        sent.addAndGet(buffer.length);
      }
      return false;
    });
    try (var client = new Socket(InetAddress.getLoopbackAddress(), fixture.port())) {
      TestUpstream.write(client, "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
      seen();
      await().during(Duration.ofMillis(500)).until(() -> sent.get() < size / 2);
      assertThat(client.getInputStream().readAllBytes().length).isGreaterThan((int) size);
    }
  }
}
