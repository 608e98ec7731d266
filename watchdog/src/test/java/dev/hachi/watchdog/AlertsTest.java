package dev.hachi.watchdog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.hachi.runtime.Functions;
import dev.hachi.watchdog.config.WatchdogConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The alert rules of docs/alerts.yml, and the metrics that they and docs/operating.md name. */
final class AlertsTest {
  private static final Path DOCS = Path.of("..", "docs");
  private static final Pattern NAME = Pattern.compile("\\bhachi_[a-z_]+");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(hachi_[a-z_]+)(\\{[a-z,]+})?`");

  @Test
  void each_alert_has_a_severity_and_says_what_to_do() throws IOException {
    var rules = rules();

    assertThat(rules).hasSizeGreaterThanOrEqualTo(10);
    for (var rule : rules) {
      assertThat(rule.path("alert").asText()).matches("Hachi[A-Z][A-Za-z]+");
      assertThat(rule.path("expr").asText()).isNotBlank();
      assertThat(rule.path("labels").path("severity").asText()).isIn("warning", "critical");
      assertThat(rule.path("annotations").path("summary").asText()).hasSizeGreaterThan(80);
    }
    assertThat(rules.stream().map(rule -> rule.path("alert").asText())).doesNotHaveDuplicates();
  }

  @Test
  void what_alerts_ask_for_is_there_from_the_start_or_documented_as_told_by_events()
      throws Exception {
    var port = freePort();
    var server = WatchdogServer.listen(config(port), () -> {});
    try (var client = HttpClient.newHttpClient()) {
      server.host(new Functions(null, Till.class, List.of()));
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() ->
              assertThat(metrics(client, port))
                  .containsPattern("(?m)^hachi_members 1$")
                  .containsPattern("(?m)^hachi_shards_owned\\{function=\"till\"} 128$"));
      var exported = metrics(client, port);

      var missing = new TreeSet<>(asked());
      missing.removeIf(name -> Pattern.compile("(?m)^" + name + "[{ ]").matcher(exported).find());

      // Kamon knows a series only once something happened.
      assertThat(missing).isSubsetOf("hachi_commit_failures_total", "hachi_messages_total");
      assertThat(documented()).containsAll(missing);
      assertThat(documented()).containsAll(families(exported));
    } finally {
      server.close();
    }
  }

  private static WatchdogConfig config(int metricsPort) {
    return WatchdogConfig.of(
        Map.of(
            "mode", "actor",
            "port", "0",
            "metrics_port", "" + metricsPort,
            "hachi_cluster_port", "0",
            "hachi_join", "static:127.0.0.1:" + metricsPort,
            "suppress_lock", "true",
            "healthcheck_interval", "0"));
  }

  private static List<JsonNode> rules() throws IOException {
    var file = DOCS.resolve("alerts.yml").toFile();
    var all = new ArrayList<JsonNode>();
    for (var group : new ObjectMapper(new YAMLFactory()).readTree(file).path("groups")) {
      group.path("rules").forEach(all::add);
    }
    return all;
  }

  /** The metrics that the expressions name. */
  private static List<String> asked() throws IOException {
    return rules().stream()
        .flatMap(rule -> NAME.matcher(rule.path("expr").asText()).results())
        .map(found -> found.group())
        .distinct()
        .toList();
  }

  private static List<String> documented() throws IOException {
    var text = Files.readString(DOCS.resolve("operating.md"));
    return ROW.matcher(text).results().map(row -> row.group(1)).toList();
  }

  private static List<String> families(String exported) {
    return Pattern.compile("(?m)^# TYPE (hachi_[a-z_]+) ")
        .matcher(exported)
        .results()
        .map(type -> type.group(1))
        .toList();
  }

  private static String metrics(HttpClient client, int port) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
            .timeout(Duration.ofSeconds(5))
            .build();
    return client.send(request, BodyHandlers.ofString()).body();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
