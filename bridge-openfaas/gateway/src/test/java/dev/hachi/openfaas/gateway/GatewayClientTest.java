package dev.hachi.openfaas.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.hachi.function.Bytes;
import dev.hachi.function.Header;
import dev.hachi.function.Request;
import dev.hachi.runtime.Address;
import dev.hachi.runtime.FailureCode;
import dev.hachi.runtime.Invocation;
import dev.hachi.runtime.Origin;
import dev.hachi.runtime.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GatewayClientTest {
  private static final Address SELF = new Address("openfaas-fn", "album", "ann/2");
  private static final Origin TOLD = new Origin.Tell(SELF, 7);
  private static final Origin ASKED = new Origin.Ask(List.of(SELF), true);
  private static final Request PICTURE =
      new Request("image/png", List.of(new Header("X-Size", "3")), Bytes.utf8("pixels"));
  private static final int REPLY_MAX = 1000;

  private final List<String> seen = new CopyOnWriteArrayList<>();
  private HttpServer gateway;

  @BeforeEach
  void open() throws IOException {
    gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    gateway.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    gateway.start();
  }

  @AfterEach
  void close() {
    gateway.stop(0);
  }

  // ---- asked ------------------------------------------------------------------------------------

  @Test
  void an_ask_is_a_request_with_an_id_of_its_own_and_its_reply_comes_back() throws Exception {
    answer(exchange -> {
      note(exchange, "X-Call-Id", "Content-Type", "X-Size");
      exchange.getResponseHeaders().add("Content-Type", "text/plain");
      exchange.getResponseHeaders().add("X-Pages", "2");
      reply(exchange, 200, "small");
    });

    var outcome = invoke(ASKED, "gateway:shrink", "/thumb?size=3", "post");

    assertThat(outcome).isInstanceOf(Outcome.Replied.class);
    var reply = ((Outcome.Replied) outcome).reply();
    assertThat(reply.body().text()).isEqualTo("small");
    assertThat(reply.contentType()).isEqualTo("text/plain");
    assertThat(reply.headers()).anyMatch(header -> header.name().equalsIgnoreCase("x-pages"));
    assertThat(seen)
        .singleElement()
        .asString()
        .matches("POST /function/shrink/thumb\\?size=3 hachi-[\\w-]{43} image/png 3 pixels");
  }

  @Test
  void what_the_gateway_has_no_room_for_is_asked_again_under_its_id() throws Exception {
    var asked = new AtomicInteger();
    answer(exchange -> {
      note(exchange, "X-Call-Id");
      reply(exchange, List.of(429, 503, 502, 200).get(asked.getAndIncrement()), "done");
    });

    assertThat(invoke(ASKED, "gateway:shrink", "/", "post")).isInstanceOf(Outcome.Replied.class);
    assertThat(seen).hasSize(4).containsOnly(seen.getFirst());
  }

  @Test
  void a_gateway_that_comes_back_before_the_deadline_answers() throws Exception {
    var port = gateway.getAddress().getPort();
    gateway.stop(0);
    var outcome = CompletableFuture.supplyAsync(() -> unchecked(port));

    gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    gateway.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    answer(exchange -> reply(exchange, 200, "late"));
    gateway.start();

    assertThat(outcome.get(20, TimeUnit.SECONDS)).isInstanceOf(Outcome.Replied.class);
  }

  private Outcome unchecked(int port) {
    try (var client = client(URI.create("http://127.0.0.1:" + port))) {
      return client
          .invoke(invocation(ASKED, "gateway:shrink", "/", "post", Duration.ofSeconds(15)))
          .toCompletableFuture()
          .join();
    }
  }

  @Test
  void a_gateway_that_stays_away_is_named_when_the_deadline_comes() throws Exception {
    int port;
    try (var free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    try (var client = client(URI.create("http://127.0.0.1:" + port))) {
      var invocation = invocation(ASKED, "gateway:shrink", "/", "post", Duration.ofMillis(300));

      assertThat(client.invoke(invocation).toCompletableFuture().get(10, TimeUnit.SECONDS))
          .isInstanceOfSatisfying(
              Outcome.Failed.class,
              failed -> {
                assertThat(failed.code()).isEqualTo(FailureCode.FUNCTION_FAILED);
                assertThat(failed.message()).contains("127.0.0.1:" + port, "cannot be reached");
              });
    }
  }

  @Test
  void a_reply_that_does_not_end_ends_with_the_deadline() throws Exception {
    var end = new CountDownLatch(1);
    answer(exchange -> {
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().write('x');
      exchange.getResponseBody().flush();
      await(end);
    });
    try (var client = client(url())) {
      var invocation = invocation(ASKED, "gateway:shrink", "/", "post", Duration.ofMillis(400));

      assertThat(client.invoke(invocation).toCompletableFuture().get(10, TimeUnit.SECONDS))
          .isInstanceOfSatisfying(
              Outcome.Failed.class,
              failed -> assertThat(failed.code()).isEqualTo(FailureCode.DEADLINE));
    } finally {
      end.countDown();
    }
  }

  @Test
  void a_status_that_refuses_is_the_authors_to_see() throws Exception {
    answer(exchange -> reply(exchange, 404, "no such picture"));

    assertThat(invoke(ASKED, "gateway:shrink", "/", "get"))
        .isEqualTo(
            new Outcome.Failed(
                "status_404", "the gateway answered 404 for the function shrink: no such picture"));
  }

  @Test
  void a_reply_that_is_too_large_is_refused() throws Exception {
    answer(exchange -> reply(exchange, 200, "x".repeat(REPLY_MAX + 1)));

    assertThat(invoke(ASKED, "gateway:shrink", "/", "post"))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.code()).isEqualTo(FailureCode.BAD_ANSWER));
  }

  @Test
  void a_redirect_is_not_followed() throws Exception {
    answer(exchange -> {
      seen.add(exchange.getRequestURI().getPath());
      exchange.getResponseHeaders().add("Location", "/system/functions");
      reply(exchange, 302, "");
    });

    assertThat(invoke(ASKED, "gateway:shrink", "/", "get")).isInstanceOf(Outcome.Replied.class);
    assertThat(seen).containsExactly("/function/shrink");
  }

  @Test
  void so_many_calls_at_the_same_time_and_no_more() throws Exception {
    var end = new CountDownLatch(1);
    answer(exchange -> {
      await(end);
      reply(exchange, 200, "");
    });
    var settings = new GatewaySettings(url(), "ns", true, 1, REPLY_MAX, Duration.ofMillis(1));
    try (var client = new GatewayClient(settings, Clock.systemUTC())) {
      var one = invocation(ASKED, "gateway:shrink", "/", "post", Duration.ofSeconds(10));
      var first = client.invoke(one).toCompletableFuture();

      assertThat(client.invoke(one).toCompletableFuture().join())
          .isInstanceOfSatisfying(
              Outcome.Failed.class,
              failed -> assertThat(failed.code()).isEqualTo(FailureCode.OVERLOADED));
      end.countDown();
      assertThat(first.get(10, TimeUnit.SECONDS)).isInstanceOf(Outcome.Replied.class);
    }
  }

  // ---- told -------------------------------------------------------------------------------------

  @Test
  void what_is_told_is_queued_with_the_way_back() throws Exception {
    answer(exchange -> {
      note(exchange, "X-Callback-Url");
      reply(exchange, 202, "");
    });

    assertThat(invoke(TOLD, "gateway:shrink.media", "/#shrunk", "post"))
        .isInstanceOf(Outcome.Replied.class);
    assertThat(seen)
        .containsExactly(
            "POST /async-function/shrink.media %s/function/album.openfaas-fn/ann%%2F2/shrunk pixels"
                .formatted(url()));
  }

  @Test
  void a_queue_that_does_not_take_it_is_left_to_the_outbox() throws Exception {
    var asked = new AtomicInteger();
    answer(exchange -> {
      asked.incrementAndGet();
      reply(exchange, 503, "");
    });

    assertThat(invoke(TOLD, "gateway:shrink", "/", "post"))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(FailureCode.isOfTheRuntime(failed.code())).isTrue());
    assertThat(asked).hasValue(1);
  }

  @Test
  void a_message_that_the_queue_will_never_take_is_dropped_by_its_code() throws Exception {
    answer(exchange -> reply(exchange, 413, ""));

    assertThat(invoke(TOLD, "gateway:shrink", "/", "post"))
        .isInstanceOfSatisfying(
            Outcome.Failed.class, failed -> assertThat(failed.code()).isEqualTo("status_413"));
  }

  // ---- refused before anything is sent ----------------------------------------------------------

  @Test
  void a_path_that_leads_elsewhere_is_refused() throws Exception {
    answer(exchange -> seen.add("reached"));
    for (var path :
        List.of("/../../system/functions", "/a/%2e%2E/b", "/./x", "thumb", "/a b", "/\u00e4")) {
      assertThat(invoke(ASKED, "gateway:shrink", path, "post"))
          .as(path)
          .isInstanceOfSatisfying(
              Outcome.Failed.class,
              failed -> assertThat(failed.code()).isEqualTo(FailureCode.BAD_MESSAGE));
    }
    assertThat(seen).isEmpty();
  }

  @Test
  void without_a_gateway_the_variable_is_named() throws Exception {
    try (var client = client(null)) {
      var invocation = invocation(TOLD, "gateway:shrink", "/", "post", Duration.ofSeconds(1));

      assertThat(client.invoke(invocation).toCompletableFuture().join())
          .isInstanceOfSatisfying(
              Outcome.Failed.class,
              failed -> assertThat(failed.message()).contains("hachi_gateway is not set"));
    }
  }

  // ---- with what --------------------------------------------------------------------------------

  private Outcome invoke(Origin origin, String function, String path, String method)
      throws Exception {
    try (var client = client(url())) {
      var invocation = invocation(origin, function, path, method, Duration.ofSeconds(15));
      return client.invoke(invocation).toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
  }

  private URI url() {
    return URI.create("http://127.0.0.1:" + gateway.getAddress().getPort());
  }

  private static GatewayClient client(@Nullable URI url) {
    return new GatewayClient(
        new GatewaySettings(url, "openfaas-fn", true, 8, REPLY_MAX, Duration.ofMillis(5)),
        Clock.systemUTC());
  }

  private static Invocation invocation(
      Origin origin, String function, String path, String method, Duration within) {
    return new Invocation(
        "tell:openfaas-fn/album/ann:7",
        origin,
        new Address("openfaas-fn", function, path),
        method,
        PICTURE,
        Clock.systemUTC().instant().plus(within));
  }

  private void answer(HttpHandler handler) {
    gateway.createContext(
        "/",
        exchange -> {
          try (exchange) {
            handler.handle(exchange);
          }
        });
  }

  private void note(HttpExchange exchange, String... headers) throws IOException {
    var line = new StringBuilder(exchange.getRequestMethod() + " " + exchange.getRequestURI());
    for (var header : headers) {
      line.append(' ').append(exchange.getRequestHeaders().getFirst(header));
    }
    seen.add(line + " " + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
  }

  private static void reply(HttpExchange exchange, int status, String body) throws IOException {
    var bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      if (!latch.await(20, TimeUnit.SECONDS)) {
        throw new IOException("nobody ended it");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
