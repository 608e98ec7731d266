package dev.hachi.openfaas.scaler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A scaler and a gateway with real sockets between them. */
class ScalerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String PASSWORD = "s3cret-of-the-gateway";

  @TempDir private Path folder;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<String> credentials = new CopyOnWriteArrayList<>();
  private final List<String> endings = new CopyOnWriteArrayList<>();
  private final List<Boolean> leads = new CopyOnWriteArrayList<>();
  private final CountDownLatch stalled = new CountDownLatch(1);
  private final Function function = new Function();
  private HttpServer gateway;
  private volatile int replicas = 1;
  private volatile int refusing;
  private volatile boolean stalls;

  /** What the scaler sees. */
  private static final class Function implements Watch {
    volatile boolean leads = true;
    volatile boolean silent;
    volatile long bytes;
    volatile int count = 1;

    @Override
    public boolean leads() {
      return leads;
    }

    @Override
    public Optional<Sight> look() {
      var each = new ReplicaLoad(bytes / count, 1000, 0, 0);
      return silent
          ? Optional.empty()
          : Optional.of(new Sight(Collections.nCopies(count, each), 1, true));
    }
  }

  private final class Told implements ScaleTelemetry {
    @Override
    public void leads(boolean now) {
      leads.add(now);
    }

    @Override
    public void saw(Reason reason, double use) {}

    @Override
    public void ended(Reason reason, Ending ending) {
      endings.add(reason.title() + " " + ending.title());
    }
  }

  @BeforeEach
  void open() throws IOException {
    gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    gateway.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    gateway.createContext("/", this::answer);
    gateway.start();
  }

  @AfterEach
  void close() {
    stalled.countDown();
    gateway.stop(0);
  }

  @Test
  void a_full_function_gets_more_replicas_and_a_calm_one_fewer_within_its_labels() {
    function.bytes = 900;
    try (var _ = start(null, Duration.ofMillis(20))) {
      await().atMost(PATIENCE).until(() -> endings.contains("memory accepted"));
      assertThat(replicas).isEqualTo(2);

      function.count = 2;
      function.bytes = 100;
      await().atMost(PATIENCE).until(() -> endings.contains("calm accepted"));
      assertThat(replicas).isEqualTo(1);
      function.count = 1;
    }

    assertThat(asked)
        .contains(
            "GET /system/function/cart?namespace=fn ",
            "POST /system/scale-function/cart?namespace=fn"
                + " {\"serviceName\":\"cart\",\"namespace\":\"fn\",\"replicas\":2}",
            "POST /system/scale-function/cart?namespace=fn"
                + " {\"serviceName\":\"cart\",\"namespace\":\"fn\",\"replicas\":1}");
  }

  @Test
  void nothing_is_asked_while_there_is_nothing_to_decide_or_another_replica_does()
      throws Exception {
    function.bytes = 600;
    try (var _ = start(null, Duration.ofMillis(10))) {
      await().atMost(PATIENCE).until(() -> leads.size() > 20);
      function.leads = false;
      function.bytes = 999;
      var seen = leads.size();
      await().atMost(PATIENCE).until(() -> leads.size() > seen + 20);
    }

    assertThat(asked).isEmpty();
    assertThat(leads.getLast()).isFalse();
  }

  @Test
  void nothing_is_asked_while_a_replica_is_silent() {
    function.bytes = 999;
    function.silent = true;
    try (var _ = start(null, Duration.ofMillis(10))) {
      await().atMost(PATIENCE).until(() -> leads.size() > 20);
    }

    assertThat(asked).isEmpty();
  }

  @Test
  void the_password_is_read_for_each_request_and_only_sent_to_the_gateway() throws Exception {
    var file = folder.resolve("password");
    Files.writeString(file, PASSWORD + "\n");
    function.bytes = 900;
    try (var _ = start(file, Duration.ofMillis(20))) {
      await().atMost(PATIENCE).until(() -> endings.contains("memory accepted"));
      Files.writeString(file, "renewed");
      await().atMost(PATIENCE).until(() -> credentials.contains(basic("ops:renewed")));
    }

    assertThat(credentials).contains(basic("ops:" + PASSWORD));
    assertThat(String.join(" ", asked)).doesNotContain(PASSWORD);
  }

  @Test
  void a_file_without_a_password_stops_the_start_with_a_sentence_that_does_not_show_it()
      throws Exception {
    var file = folder.resolve("password");
    assertThatThrownBy(() -> start(file, Duration.ofMillis(20)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("hachi_gateway_password_file is \"" + file + "\"");

    Files.writeString(file, "two words");
    assertThatThrownBy(() -> start(file, Duration.ofMillis(20)))
        .hasMessageContaining("holds no password")
        .hasMessageNotContaining("two words");
  }

  @Test
  void a_gateway_that_refuses_is_asked_less_often_each_time() {
    refusing = 401;
    function.bytes = 900;
    try (var _ = start(null, Duration.ofMillis(40))) {
      await().atMost(PATIENCE).until(() -> leads.size() > 120);
    }

    // 120 looks in at least 1.2 s; after 40 ms pauses of 80, 160, 320, 640 ms.
    assertThat(endings).isNotEmpty().containsOnly("memory refused");
    assertThat(asked).hasSizeLessThan(20);
    assertThat(replicas).isEqualTo(1);
  }

  @Test
  void a_gateway_that_is_not_there_is_counted_and_tried_again() throws Exception {
    function.bytes = 900;
    var port = gateway.getAddress().getPort();
    gateway.stop(0);
    try (var _ = start(null, Duration.ofMillis(20))) {
      await().atMost(PATIENCE).until(() -> endings.contains("memory unreachable"));

      gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      gateway.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      gateway.createContext("/", this::answer);
      gateway.start();
      await().atMost(PATIENCE).until(() -> endings.contains("memory accepted"));
    }

    assertThat(replicas).isEqualTo(2);
  }

  @Test
  void a_gateway_that_does_not_answer_holds_up_neither_the_looks_for_long_nor_the_end() {
    stalls = true;
    function.bytes = 900;
    var scaler = start(null, Duration.ofMillis(20));
    await().atMost(PATIENCE).until(() -> !asked.isEmpty());

    var begun = System.nanoTime();
    scaler.close();

    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(ScaleApi.PATIENCE);
    assertThat(endings).isEmpty();
  }

  @Test
  void who_no_longer_leads_when_the_gateway_has_answered_does_not_scale() {
    stalls = true;
    function.bytes = 900;
    try (var _ = start(null, Duration.ofMillis(20))) {
      await().atMost(PATIENCE).until(() -> !asked.isEmpty());
      function.leads = false;
      stalled.countDown();
      await().atMost(PATIENCE).until(() -> leads.contains(false));
    }

    assertThat(asked).noneMatch(request -> request.startsWith("POST"));
    assertThat(endings).isEmpty();
  }

  @Test
  void labels_that_are_no_numbers_count_as_none() throws IOException {
    var status =
        "{\"replicas\":2,\"labels\":{\"com.openfaas.scale.min\":\"two\",\"com.openfaas.scale.max\":\"0\"}}";

    var deployed = Deployed.parse(status.getBytes(UTF_8));

    assertThat(deployed.min()).isEmpty();
    assertThat(deployed.max()).isEqualTo(Deployed.MAX_WITHOUT_LABEL);
    assertThatThrownBy(() -> Deployed.parse("[]".getBytes(UTF_8))).isInstanceOf(IOException.class);
  }

  private Scaler start(@Nullable Path password, Duration pause) {
    var rules = new ScaleRules(0.75, 0.5, 0, 0, pause, Duration.ofMillis(200));
    var url = URI.create("http://127.0.0.1:" + gateway.getAddress().getPort());
    var settings =
        new ScaleSettings(url, "cart", "fn", "ops", password, Duration.ofMillis(10), rules);
    return Scaler.start(settings, function, new Told(), System::nanoTime);
  }

  private void answer(HttpExchange exchange) throws IOException {
    var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
    var authorization = exchange.getRequestHeaders().getFirst("Authorization");
    credentials.add(authorization == null ? "" : authorization);
    if (stalls) {
      awaitEnd();
    }
    if (refusing > 0) {
      reply(exchange, refusing, "invalid credentials");
    } else if (exchange.getRequestMethod().equals("GET")) {
      reply(exchange, 200, status());
    } else {
      replicas = Integer.parseInt(body.replaceFirst(".*\"replicas\":(\\d+).*", "$1"));
      reply(exchange, 202, "");
    }
  }

  private void awaitEnd() {
    try {
      stalled.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String status() {
    return """
    {"name":"cart","replicas":%d,"availableReplicas":%d,"added":"later",
     "labels":{"com.openfaas.scale.min":"1","com.openfaas.scale.max":"3"}}\
    """
        .formatted(replicas, replicas);
  }

  private static void reply(HttpExchange exchange, int status, String text) throws IOException {
    try (exchange) {
      var bytes = text.getBytes(UTF_8);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private static String basic(String both) {
    return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(UTF_8));
  }
}
