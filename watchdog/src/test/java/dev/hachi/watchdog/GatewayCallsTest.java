package dev.hachi.watchdog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hachi.function.Call;
import dev.hachi.function.Context;
import dev.hachi.function.Effect;
import dev.hachi.function.Handler;
import dev.hachi.function.Reply;
import dev.hachi.function.Request;
import dev.hachi.function.StatefulFunction;
import dev.hachi.runtime.Functions;
import dev.hachi.watchdog.config.WatchdogConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A function with state that calls one without, over a gateway that does what real ones do. */
class GatewayCallsTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  /** Pictures of one owner. */
  @StatefulFunction("album")
  public static final class Album {
    public record State(List<String> pictures) {}

    public State initial() {
      return new State(List.of());
    }

    @Handler
    Effect<State, Void> add(State state, String picture) {
      return Effect.<State>keep()
          .tell(Call.gateway(Reply.class, "shrink", "/", picture).callback("shrunk"));
    }

    @Handler
    Effect<State, Void> shrunk(State state, Request picture) {
      var all = new ArrayList<>(state.pictures());
      all.add(picture.body().text());
      return Effect.of(new State(List.copyOf(all)));
    }

    @Handler
    String preview(State state, String picture, Context context) {
      return context.ask(Call.gateway(String.class, "shrink", "/", picture));
    }

    @Handler
    List<String> get(State state) {
      return state.pictures();
    }
  }

  private record Queued(String callId, String callback, String body) {}

  private final HttpClient client = HttpClient.newHttpClient();
  private final BlockingQueue<Queued> queue = new LinkedBlockingQueue<>();
  private final AtomicInteger refusals = new AtomicInteger();
  private HttpServer gateway;
  private WatchdogServer server;

  @BeforeEach
  void start() throws IOException {
    gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    gateway.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    gateway.createContext("/async-function/shrink", this::queue);
    gateway.createContext("/function/shrink", exchange -> answer(exchange, 200, shrunk(exchange)));
    gateway.start();
    server =
        WatchdogServer.listen(
            WatchdogConfig.of(
                Map.of("mode", "actor", "port", "0", "metrics_port", "0", "hachi_gateway", url())),
            () -> {});
    server.host(new Functions(null, Album.class, List.of()));
  }

  @AfterEach
  void stop() {
    gateway.stop(0);
    server.close();
    client.close();
  }

  @Test
  void what_a_told_function_answers_comes_back_as_a_message_once() throws Exception {
    refusals.set(2); // the gateway has no room at first

    assertThat(post("/ann%2F1/add", "\"PICTURE\"", "one").statusCode()).isEqualTo(200);
    var queued = queue.take();
    assertThat(queued.callback()).isEqualTo(url() + "/function/album.openfaas-fn/ann%2F1/shrunk");
    callBack(queued);
    callBack(queued); // queues deliver twice now and then

    await().atMost(SOON).untilAsserted(() -> assertThat(pictures()).isEqualTo("[\"picture\"]"));
  }

  @Test
  void an_asked_function_answers_at_once() throws Exception {
    assertThat(post("/ann/preview", "\"PICTURE\"", "two").body()).isEqualTo("\"picture\"");
  }

  private String pictures() throws Exception {
    return post("/ann%2F1/get", "", "any").body();
  }

  /** As the gateway's worker does: the result to the callback, under the id of the call. */
  private void callBack(Queued queued) throws Exception {
    var path =
        URI.create(queued.callback()).getRawPath().replace("/function/album.openfaas-fn", "");
    assertThat(post(path, queued.body(), queued.callId()).statusCode()).isEqualTo(200);
  }

  private HttpResponse<String> post(String path, String body, String callId) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .header("X-Call-Id", callId)
            .POST(BodyPublishers.ofString(body))
            .build();
    return client.send(request, BodyHandlers.ofString());
  }

  private void queue(HttpExchange exchange) throws IOException {
    if (refusals.getAndDecrement() > 0) {
      answer(exchange, 429, "");
      return;
    }
    var headers = exchange.getRequestHeaders();
    queue.add(
        new Queued(headers.getFirst("X-Call-Id"), headers.getFirst("X-Callback-Url"), "picture"));
    answer(exchange, 202, "");
  }

  private static String shrunk(HttpExchange exchange) throws IOException {
    return new String(exchange.getRequestBody().readAllBytes(), UTF_8).toLowerCase(Locale.ROOT);
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    try (exchange) {
      var bytes = body.getBytes(UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private String url() {
    return "http://127.0.0.1:" + gateway.getAddress().getPort();
  }
}
