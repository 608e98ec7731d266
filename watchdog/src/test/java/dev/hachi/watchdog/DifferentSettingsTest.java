package dev.hachi.watchdog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hachi.samples.counter.Counter;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Replicas of one function whose settings differ, as processes. */
@Execution(ExecutionMode.CONCURRENT)
final class DifferentSettingsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final List<String> SHARDS = List.of("128", "64");

  private final HttpClient client = HttpClient.newHttpClient();
  private final List<WatchdogProcess> started = new ArrayList<>();

  @AfterEach
  void end() {
    client.close();
    started.forEach(WatchdogProcess::close);
  }

  @Test
  void of_two_that_start_at_once_with_other_shards_one_serves_and_one_says_why_not()
      throws Exception {
    var ports = List.of(FreePorts.next(), FreePorts.next());
    start(ports, 0);
    start(ports, 1);

    await()
        .atMost(PATIENCE)
        .until(() -> started.stream().anyMatch(one -> !one.process().isAlive()));

    var refused = started.getFirst().process().isAlive() ? 1 : 0;
    assertThat(started.get(refused).process().exitValue()).isEqualTo(1);
    assertThat(String.join("\n", started.get(refused).untilEnd()))
        .containsPattern(
            ("this replica ends: hachi_shards is %s here, but 127.0.0.1:\\d+, which hosts counter"
                    + " too, was there before with %s: set it to %2$s,")
                .formatted(SHARDS.get(refused), SHARDS.get(1 - refused)));
    assertThat(add(started.get(1 - refused).untilReady(), 5)).isEqualTo("5");
  }

  private void start(List<Integer> ports, int number) throws IOException, URISyntaxException {
    var environment = new HashMap<String, String>();
    environment.put("hachi_shards", SHARDS.get(number));
    environment.put("hachi_jar", counter());
    environment.put("metrics_port", ports.get(number).toString());
    environment.put("hachi_cluster_port", "0");
    environment.put(
        "hachi_join", "static:127.0.0.1:%d,127.0.0.1:%d".formatted(ports.get(0), ports.get(1)));
    environment.put("suppress_lock", "true");
    started.add(WatchdogProcess.start(environment));
  }

  /** What the class path has of the sample. */
  private static String counter() throws URISyntaxException {
    var place = Counter.class.getProtectionDomain().getCodeSource().getLocation();
    return Path.of(place.toURI()).toString();
  }

  private String add(int port, long amount) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/ann/add"))
            .timeout(PATIENCE)
            .POST(BodyPublishers.ofString(Long.toString(amount)))
            .build();
    return client.send(request, BodyHandlers.ofString()).body().strip();
  }
}
