package dev.hachi.watchdog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The real watchdog with a real process of another language behind it. */
abstract class StatefulProcess extends PlainProcessFixture {
  private final HttpClient client = HttpClient.newHttpClient();
  private int port;

  /** Where the function's process was told to listen. */
  int functionPort;

  /** Starts {@code program} in the watchdog, or skips the test where it is not installed. */
  final Process startFunction(String program, String file, String... variables) throws IOException {
    assumeTrue(isInstalled(program), program + " is not installed");
    functionPort = FreePorts.next();
    var all = new ArrayList<>(Arrays.asList(variables));
    all.addAll(
        List.of(
            "mode=http",
            "stateful=true",
            "hachi_listen=127.0.0.1",
            "healthcheck_interval=0",
            "fprocess=" + program + " " + Path.of(file).toAbsolutePath().normalize(),
            "upstream_url=http://127.0.0.1:" + functionPort));
    var watchdog = super.start(all.toArray(String[]::new));
    port = port();
    return watchdog;
  }

  private static boolean isInstalled(String program) {
    return Arrays.stream(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  final HttpResponse<String> post(String path, String body, String... headers)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(30))
            .POST(BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  final HttpResponse<String> postToFunction(String path, String body)
      throws IOException, InterruptedException {
    var uri = URI.create("http://127.0.0.1:" + functionPort + path);
    return client.send(
        HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString(body)).build(),
        BodyHandlers.ofString());
  }

  final void failsWith(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.body()).startsWith("{\"code\":\"" + code + "\"");
    assertThat(answer.statusCode()).isEqualTo(status);
  }

  /** What {@code clients} get that post {@code each} times in parallel, without repetitions. */
  final Set<Integer> replies(int clients, int each, String path, String body)
      throws InterruptedException, ExecutionException {
    var replies = new TreeSet<Integer>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = new ArrayList<Future<List<Integer>>>();
      for (var one = 0; one < clients; one++) {
        running.add(threads.submit(() -> numbers(each, path, body)));
      }
      for (var numbers : running) {
        replies.addAll(numbers.get());
      }
    }
    return replies;
  }

  private List<Integer> numbers(int each, String path, String body)
      throws IOException, InterruptedException {
    var numbers = new ArrayList<Integer>();
    for (var one = 0; one < each; one++) {
      numbers.add(Integer.parseInt(post(path, body).body()));
    }
    return numbers;
  }

  final void untilLogged(String text) {
    await().atMost(20, TimeUnit.SECONDS).until(() -> log().contains(text));
  }
}
