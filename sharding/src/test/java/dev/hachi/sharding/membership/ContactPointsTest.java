package dev.hachi.sharding.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hachi.sharding.membership.ContactAnswer.Absent;
import dev.hachi.sharding.membership.ContactAnswer.Silent;
import dev.hachi.sharding.membership.ContactAnswer.Told;
import dev.hachi.sharding.membership.ContactAnswer.Unreached;
import dev.hachi.sharding.placement.Member;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class ContactPointsTest {
  private static final Contact CONTACT =
      new Contact("ns", new Member("10.0.0.1:7355", 1), List.of());

  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void a_replica_tells_its_contact() throws Exception {
    answers(200, CONTACT.json());
    await().untilAsserted(() -> assertThat(asked()).isEqualTo(new Told(CONTACT)));
  }

  @Test
  void one_of_another_namespace_is_none_of_us() throws Exception {
    answers(200, new Contact("other", CONTACT.self(), List.of()).json());
    await().untilAsserted(() -> assertThat(asked()).isInstanceOf(Absent.class));
  }

  @Test
  void another_program_is_none_of_us() throws Exception {
    var missing =
        new Absent(
            "127.0.0.1:%d: status 404, so it is no metrics port of a replica with hachi_join"
                .formatted(server.getAddress().getPort()));
    await().untilAsserted(() -> assertThat(asked()).isEqualTo(missing));
    answers(200, "<html>");
    await().untilAsserted(() -> assertThat(asked()).isInstanceOf(Absent.class));
  }

  @Test
  void a_page_that_has_no_end_is_not_read() throws Exception {
    server.createContext(
        Contact.PATH,
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          var block = new byte[8192];
          for (var i = 0; i < 1_000; i++) {
            exchange.getResponseBody().write(block);
          }
        });
    await().untilAsserted(() -> assertThat(asked()).isInstanceOf(Absent.class));
  }

  @Test
  void one_that_is_not_ready_to_tell_is_silent() throws Exception {
    answers(503, "");
    assertThat(asked()).isInstanceOf(Silent.class);
  }

  @Test
  void a_redirect_is_not_followed() throws Exception {
    answers(200, CONTACT.json());
    var target = "http:/" + server.getAddress() + Contact.PATH;
    var redirecting =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    redirecting.createContext(
        Contact.PATH,
        exchange -> {
          exchange.getResponseHeaders().set("Location", target);
          respond(exchange, 302, "");
        });
    redirecting.start();
    try {
      assertThat(asked(redirecting.getAddress().getPort())).isInstanceOf(Silent.class);
    } finally {
      redirecting.stop(0);
    }
  }

  @Test
  void one_from_which_nothing_comes_back_is_not_reached() throws Exception {
    try (var deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var callers = new ArrayList<Socket>(); // as many as it takes until no more are let in
      try {
        await()
            .untilAsserted(() -> {
              var caller = new Socket();
              callers.add(caller);
              assertThatThrownBy(() -> caller.connect(deaf.getLocalSocketAddress(), 100))
                  .isInstanceOf(SocketTimeoutException.class);
            });
        assertThat(asked(deaf.getLocalPort())).isInstanceOf(Unreached.class);
      } finally {
        for (var caller : callers) {
          caller.close();
        }
      }
    }
  }

  @Test
  void one_that_accepts_and_says_nothing_is_silent() throws Exception {
    try (var mute = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
      assertThat(asked(mute.getLocalPort())).isInstanceOf(Silent.class);
    }
  }

  @Test
  void one_that_answers_drop_by_drop_is_silent_and_given_up() throws Exception {
    var givenUp = new CountDownLatch(1);
    server.createContext(
        Contact.PATH,
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          try (var body = exchange.getResponseBody();
              var drops = Executors.newSingleThreadScheduledExecutor()) {
            var dropping =
                drops.scheduleAtFixedRate(() -> drop(body), 0, 200, TimeUnit.MILLISECONDS);
            // It fails when the other side has given up.
            dropping.get(10, TimeUnit.SECONDS);
          } catch (ExecutionException e) {
            givenUp.countDown();
          } catch (TimeoutException e) {
            throw new IOException(e);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    assertThat(asked()).isInstanceOf(Silent.class);
    assertThat(givenUp.await(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void where_nobody_listens_nobody_is() throws Exception {
    var port = FreePorts.next();
    assertThat(asked(port))
        .isEqualTo(new Absent("127.0.0.1:%d: no connection (Connection refused)".formatted(port)));
  }

  @Test
  void a_dns_name_stands_for_each_of_its_addresses() throws Exception {
    answers(200, CONTACT.json());
    var points =
        new ContactPoints(new JoinSource.Dns("localhost", server.getAddress().getPort()), "ns");
    assertThat(points.ask().get()).contains(new Told(CONTACT));
    assertThat(new ContactPoints(new JoinSource.Dns("no.such.invalid", 1), "ns").ask().get())
        .containsExactly(new Absent("no.such.invalid: no address"));
  }

  private static void drop(OutputStream body) {
    try {
      body.write(' ');
      body.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void answers(int status, String body) {
    server.createContext(Contact.PATH, exchange -> respond(exchange, status, body));
  }

  private static void respond(HttpExchange exchange, int status, String body) throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    try (var out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  /** On a busy machine an answer may come too late; then it is asked for again, as replicas do. */
  private ContactAnswer asked() throws Exception {
    return asked(server.getAddress().getPort());
  }

  private static ContactAnswer asked(int port) throws Exception {
    var source = new JoinSource.Static(List.of("127.0.0.1:" + port));
    return new ContactPoints(source, "ns").ask().get().getFirst();
  }
}
