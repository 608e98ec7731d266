package dev.hachi.watchdog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hachi.watchdog.config.WatchdogConfig;
import dev.hachi.watchdog.http.Hosted;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bodies that never end take no more memory than {@code hachi_bodies_max} in all. */
final class BodiesMaxTest {
  private static final String HEALTH =
      "GET /_/health HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
  private static final int BODY = 1000;
  private static final int ROOM = 4;
  private static final String MAX = "hachi_bodies_max=" + ROOM * BODY;

  private final List<Raw> clients = new ArrayList<>();
  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (var client : clients) {
      client.close();
    }
    for (var one : opened.reversed()) {
      one.close();
    }
  }

  @Test
  void mode_actor_refuses_what_finds_no_room_and_answers_health() throws IOException {
    var server = actor();
    server.serve(new Hosted("cart", new TestRouter()));

    staysAlive(server.port(), "/a/get");
  }

  @Test
  void a_body_in_an_invocation_under_way_takes_room_until_its_answer() throws IOException {
    var router = new TestRouter();
    var server = actor();
    server.serve(new Hosted("cart", router));
    for (var i = 0; i < ROOM; i++) {
      post(server.port(), "/a/hold", BODY, BODY);
    }
    await().until(() -> router.held.size() == ROOM);
    // Their callers are gone; what they asked for is not.
    for (var client : clients) {
      client.close();
    }

    refused(post(server.port(), "/a/get", BODY, BODY));

    router.release();
    answered(server.port(), "/a/get");
  }

  @Test
  void invocations_of_a_process_share_the_room() throws IOException {
    staysAlive(plain("mode=http", "stateful=true", "hachi_function=counter"), "/a/get");
  }

  @Test
  void bodies_that_mode_http_buffers_share_the_room() throws IOException {
    staysAlive(plain("mode=http", "http_buffer_req_body=true"), "/a");
  }

  @Test
  void bodies_of_mode_serializing_share_the_room() throws IOException {
    staysAlive(plain("mode=serializing"), "/a");
  }

  @Test
  void a_body_that_no_room_would_be_enough_for_is_too_large() throws IOException {
    var port = actor().port();

    assertThat(post(port, "/a/get", ROOM * BODY + 1, 0).untilClosed())
        .contains(" 413 ", "too_large");
  }

  private WatchdogServer actor() {
    Map<String, String> env = new HashMap<>(Map.of("mode", "actor", "healthcheck_interval", "0"));
    env.putAll(Map.of("port", "0", "metrics_port", "0", "hachi_bodies_max", "" + ROOM * BODY));
    var server = WatchdogServer.listen(WatchdogConfig.of(env), () -> {});
    opened.add(server);
    return server;
  }

  private int plain(String... variables) throws IOException {
    var function = new TestUpstream();
    opened.add(function);
    var all = new ArrayList<>(List.of(variables));
    all.addAll(List.of("fprocess=cat", "upstream_url=" + function.url(), MAX));
    var fixture = PlainFixture.start(all.toArray(String[]::new));
    opened.add(fixture);
    return fixture.port();
  }

  private void staysAlive(int port, String target) throws IOException {
    var unfinished = new ArrayList<Raw>();
    for (var i = 0; i < ROOM; i++) {
      unfinished.add(post(port, target, BODY, BODY - 1));
    }

    await()
        .until(() -> {
          for (var i = 0; i < ROOM; i++) {
            if (!unfinished.get(i).within(Duration.ofMillis(1)).isEmpty()) {
              // The one below has overtaken it and taken its room.
              unfinished.set(i, post(port, target, BODY, BODY - 1));
            }
          }
          return isRefused(port, target);
        });

    assertThat(Raw.exchange(port, HEALTH)).startsWith("HTTP/1.1 200 ");
    for (var client : unfinished) {
      client.close();
    }
    answered(port, target);
  }

  private boolean isRefused(int port, String target) throws IOException {
    try (var client = new Raw(port)) {
      client.send(head(target, BODY) + "x".repeat(BODY - 1));
      var answer = client.within(Duration.ofMillis(300));
      return answer.startsWith("HTTP/1.1 503 ") && answer.contains("bodies_full");
    }
  }

  private static void refused(Raw client) throws IOException {
    assertThat(client.untilClosed())
        .startsWith("HTTP/1.1 503 ")
        .contains(
            "\r\nRetry-After: 1\r\n", "\r\nConnection: close\r\n", "{\"code\":\"bodies_full\"");
  }

  /** The room is given back, sooner or later. */
  private void answered(int port, String target) {
    await()
        .ignoreExceptions()
        .until(() -> {
          try (var client = new Raw(port)) {
            client.send(head(target, BODY) + "x".repeat(BODY));
            return !client.until("\r\n").contains(" 503 ");
          }
        });
  }

  private Raw post(int port, String target, int length, int sent) throws IOException {
    var client = new Raw(port);
    clients.add(client);
    return client.send(head(target, length) + "x".repeat(sent));
  }

  private static String head(String target, int length) {
    return "POST %s HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n\r\n".formatted(target, length);
  }
}
