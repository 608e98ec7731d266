package dev.hachi.watchdog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What an app in the shape of OpenFaaS' templates does behind the real watchdog in mode http. */
abstract class TemplateAppFixture {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final ObjectMapper JSON = new ObjectMapper();

  private static @Nullable PlainProcess watchdog;
  private static int port;

  /** Copies the app to {@code folder}, and starts it there with {@code fprocess}. */
  static void start(String app, Path folder, String fprocess) throws Exception {
    copy(app, folder);
    int appPort = FreePorts.next();
    watchdog =
        PlainProcess.start(
            folder,
            List.of(),
            List.of(),
            "mode=http",
            "fprocess=" + fprocess,
            "http_port=" + appPort,
            "upstream_url=http://127.0.0.1:" + appPort);
    port = watchdog.port();
    await().atMost(30, TimeUnit.SECONDS).until(() -> send(request("/")).statusCode() == 200);
  }

  private static void copy(String app, Path folder) throws IOException, URISyntaxException {
    Path from = Path.of(TemplateAppFixture.class.getResource("/apps/" + app).toURI());
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path to = folder.resolve(from.relativize(file).toString());
        Files.createDirectories(to.getParent());
        Files.copy(file, to);
      }
    }
  }

  @AfterAll
  static void stop() {
    if (watchdog != null) {
      watchdog.close();
      watchdog = null;
    }
  }

  private static HttpRequest.Builder request(String target) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + target));
  }

  private static HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
    return CLIENT.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), UTF_8);
  }

  @Test
  void a_get_brings_its_path_query_and_headers_and_the_answers_headers_return() throws Exception {
    HttpResponse<byte[]> response =
        send(request("/items/7?name=%C3%A4%20b&n=1").header("X-Sent", "me"));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(JSON.readTree(response.body()))
        .isEqualTo(
            JSON.readTree(
                """
                {"method":"GET","path":"/items/7","query":{"name":"ä b","n":"1"},"sent":"me"}
                """));
    assertThat(response.headers().firstValue("X-Answer")).contains("42");
    assertThat(response.headers().firstValue("X-Duration-Seconds")).isPresent();
    assertThat(response.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/json");
  }

  @Test
  void other_methods_reach_the_handler() throws Exception {
    for (String method : List.of("PUT", "PATCH", "DELETE")) {
      HttpResponse<byte[]> response = send(request("/").method(method, BodyPublishers.noBody()));
      assertThat(JSON.readTree(response.body()).get("method").asText()).isEqualTo(method);
    }
  }

  @Test
  void a_post_of_json_is_answered_in_json_with_the_handlers_status() throws Exception {
    HttpResponse<byte[]> response =
        send(
            request("/sum")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("[1, 2, 39]")));

    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(JSON.readTree(response.body())).isEqualTo(JSON.readTree("{\"sum\":42}"));
  }

  @Test
  void bytes_go_there_and_back_unchanged() throws Exception {
    byte[] bytes = new byte[50_000];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }

    HttpResponse<byte[]> response =
        send(
            request("/same")
                .header("Content-Type", "image/png")
                .POST(BodyPublishers.ofByteArray(bytes)));

    assertThat(response.body()).isEqualTo(bytes);
    assertThat(response.headers().firstValue("Content-Type")).contains("image/png");
  }

  @Test
  void the_apps_own_404_and_500_pass_as_they_are() throws Exception {
    HttpResponse<byte[]> missing = send(request("/missing"));
    HttpResponse<byte[]> broken = send(request("/broken"));

    assertThat(missing.statusCode()).isEqualTo(404);
    assertThat(text(missing)).isEqualTo("nothing here");
    assertThat(broken.statusCode()).isEqualTo(500);
    assertThat(text(broken)).isEqualTo("out of order");
    assertThat(broken.headers().firstValue("X-Openfaas-Internal")).isEmpty();
  }

  @Test
  void a_handler_that_is_too_slow_is_a_504_and_the_next_call_is_served() throws Exception {
    HttpResponse<byte[]> slow = send(request("/slow").header("X-Timeout", "300ms"));

    assertThat(slow.statusCode()).isEqualTo(504);
    assertThat(slow.body()).isEmpty();
    assertThat(slow.headers().firstValue("X-Openfaas-Internal")).contains("of-watchdog");
    assertThat(send(request("/")).statusCode()).isEqualTo(200);
  }
}
