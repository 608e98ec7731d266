package dev.hachi.watchdog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.hachi.runtime.Functions;
import dev.hachi.watchdog.config.WatchdogConfig;
import java.io.IOException;
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

/** The alert rules, and the metrics that they, the dashboard and docs/operating.md name. */
final class AlertsTest {
  private static final Path DOCS = Path.of("..", "docs");
  private static final Path MONITORING = Path.of("..", "bridge-openfaas", "deploy", "monitoring");
  private static final Pattern NAME = Pattern.compile("\\b(?:hachi|http|jvm)_[a-z_]+");
  // The labels in it may be named like metrics.
  private static final Pattern GROUPING = Pattern.compile("(?:by|on) \\([^)]*\\)");
  // Kamon knows a series only once something happened, and of-watchdog too.
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `((?:hachi|http)_[a-z_]+)(\\{[a-z,]+})?`");

  private static final List<String> BY_EVENTS =
      List.of(
          "hachi_activations_total",
          "hachi_commit_duration_seconds_bucket",
          "hachi_commit_failures_total",
          "hachi_entities_live",
          "hachi_handler_duration_seconds_bucket",
          "hachi_handler_duration_seconds_count",
          "hachi_messages_total",
          "hachi_passivations_total",
          "hachi_scale_decisions_total",
          "hachi_timers_fired_total",
          "http_request_duration_seconds_bucket",
          "http_requests_total");

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
    var port = FreePorts.next();
    var server = WatchdogServer.listen(config(port), () -> {});
    try (var client = HttpClient.newHttpClient()) {
      server.host(new Functions(null, Till.class, List.of()));
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() ->
              assertThat(metrics(client, port))
                  .containsPattern("(?m)^hachi_members 1$")
                  .containsPattern("(?m)^jvm_memory_used_bytes") // once they are first sampled
                  .containsPattern("(?m)^hachi_shards_owned\\{function=\"till\"} 128$"));
      var exported = metrics(client, port);

      var missing = new TreeSet<>(asked());
      missing.removeIf(name -> Pattern.compile("(?m)^" + name + "[{ ]").matcher(exported).find());

      missing.removeIf(BY_EVENTS::contains);
      assertThat(missing).isEmpty();
      assertThat(documented()).containsAll(BY_EVENTS.stream().map(AlertsTest::family).toList());
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
    var all = new ArrayList<JsonNode>();
    for (var group : read("alerts.yml").path("groups")) {
      group.path("rules").forEach(all::add);
    }
    return all;
  }

  /** The metrics that the expressions of the rules and of the dashboard name. */
  private static List<String> asked() throws IOException {
    var expressions = new ArrayList<>(read("alerts.yml").findValuesAsText("expr"));
    expressions.addAll(read("dashboard.json").findValuesAsText("expr"));
    return expressions.stream()
        .map(expression -> GROUPING.matcher(expression).replaceAll(""))
        .flatMap(expression -> NAME.matcher(expression).results())
        .map(found -> found.group())
        .distinct()
        .toList();
  }

  private static JsonNode read(String file) throws IOException {
    return new ObjectMapper(new YAMLFactory()).readTree(MONITORING.resolve(file).toFile());
  }

  private static String family(String name) {
    return name.replaceFirst("_seconds_(bucket|sum|count)$", "_seconds");
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
}
