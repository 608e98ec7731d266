package dev.hachi.openfaas.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The alert rules, the dashboard and the scrape configuration. Whether the metrics that they name
 * are exported is asked of a running replica, in the watchdog's AlertsTest.
 */
final class MonitoringTest {
  private static final Pattern DOCUMENTED =
      Pattern.compile("`((?:hachi|http|jvm)_[a-z_]+)(?:\\{([a-z,]+)})?`");
  private static final Pattern METRIC = Pattern.compile("\\b(?:hachi|http|jvm)_[a-z_]+");
  private static final Pattern GROUPING = Pattern.compile("(?:by|on) \\(([a-z_, ]+)\\)");
  private static final Pattern MATCHER = Pattern.compile("([a-z_]+)=~?\"");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([a-z_]+)");
  // What Prometheus adds: of a target, of a histogram, of OpenFaaS' jobs and of the Operator's.
  private static final Set<String> ADDED =
      Set.of("instance", "job", "le", "kubernetes_namespace", "hachi_cluster", "namespace");

  @Test
  void the_rules_are_a_prometheus_rule_of_the_operator_too() throws IOException {
    Schemas.check(rule(Sources.manifest("monitoring/alerts.yml")));
  }

  @Test
  void a_mistake_in_the_rules_is_found() throws IOException {
    var text = Files.readString(Sources.DEPLOY.resolve("monitoring/alerts.yml"));

    for (var mistake : List.of("exprs: max", "fro: 2m", "anotations:")) {
      var field = mistake.substring(0, mistake.indexOf(':') + 1);
      var right =
          Map.of("exprs:", "expr:", "fro:", "for:", "anotations:", "annotations:").get(field);
      var planted = rule(Sources.documents(text.replaceFirst(right, field)).getFirst());
      assertThatThrownBy(() -> Schemas.check(planted)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void expressions_use_labels_that_the_metrics_have() throws IOException {
    var documented = documented();
    for (var expression : expressions()) {
      var known = new TreeSet<>(ADDED);
      for (var metric : METRIC.matcher(expression).results().map(found -> found.group()).toList()) {
        known.addAll(
            documented.getOrDefault(metric.replaceFirst("_(bucket|sum|count)$", ""), Set.of()));
        known.addAll(documented.getOrDefault(metric, Set.of()));
      }

      assertThat(labels(expression)).as(expression).isSubsetOf(known);
      assertThat(count(expression, '(')).as(expression).isEqualTo(count(expression, ')'));
    }
  }

  @Test
  void the_dashboard_has_room_for_every_panel_and_defines_its_variables() throws IOException {
    var dashboard = Sources.manifest("monitoring/dashboard.json");
    var panels = dashboard.path("panels");

    assertThat(panels.findValuesAsText("id")).doesNotHaveDuplicates();
    var taken = new TreeSet<String>();
    for (var panel : panels) {
      assertThat(panel.path("title").asText()).isNotBlank();
      assertThat(cells(panel.path("gridPos")))
          .allSatisfy(cell -> assertThat(taken.add(cell)).isTrue());
      if (!panel.path("type").asText().equals("row")) {
        assertThat(panel.path("targets")).isNotEmpty();
        assertThat(panel.path("description").asText()).isNotBlank();
      }
    }
    var defined = new TreeSet<>(dashboard.at("/templating/list").findValuesAsText("name"));
    // Grafana's own.
    defined.add("__rate_interval");
    defined.add("__all");
    assertThat(VARIABLE.matcher(dashboard.toString()).results().map(found -> found.group(1)))
        .isSubsetOf(defined);
  }

  @Test
  void the_scrape_asks_the_service_for_the_metrics_port() throws IOException {
    var job = Sources.manifest("monitoring/scrape.yml").at("/scrape_configs/0");
    var service = Sources.manifest("join-service.yaml");

    var name = service.at("/metadata/name").asText();
    var namespace = Sources.manifest("kustomization.yaml").path("namespace").asText();
    assertThat(job.at("/dns_sd_configs/0/names/0").asText())
        .isEqualTo(name + "." + namespace + ".svc.cluster.local");
    assertThat(job.at("/dns_sd_configs/0/port")).isEqualTo(service.at("/spec/ports/0/port"));
  }

  private static ObjectNode rule(JsonNode alerts) {
    var rule = JsonNodeFactory.instance.objectNode();
    rule.put("apiVersion", "monitoring.coreos.com/v1").put("kind", "PrometheusRule");
    rule.putObject("metadata").put("name", "hachi");
    rule.set("spec", alerts);
    return rule;
  }

  private static List<String> expressions() throws IOException {
    var all = new ArrayList<>(Sources.manifest("monitoring/alerts.yml").findValuesAsText("expr"));
    all.addAll(Sources.manifest("monitoring/dashboard.json").findValuesAsText("expr"));
    return all;
  }

  /** The labels of each metric of docs/operating.md. */
  private static Map<String, Set<String>> documented() throws IOException {
    var all = new HashMap<String, Set<String>>();
    var docs = Files.readString(Sources.DOCS.resolve("operating.md"));
    DOCUMENTED
        .matcher(docs)
        .results()
        .filter(found -> found.group(2) != null)
        .forEach(found -> all.put(found.group(1), Set.of(found.group(2).split(","))));
    assertThat(all).hasSizeGreaterThan(10);
    return all;
  }

  private static Set<String> labels(String expression) {
    var all = new TreeSet<String>();
    for (var group : GROUPING.matcher(expression).results().toList()) {
      all.addAll(List.of(group.group(1).split(", ")));
    }
    MATCHER.matcher(expression).results().forEach(found -> all.add(found.group(1)));
    return all;
  }

  private static List<String> cells(JsonNode grid) {
    var all = new ArrayList<String>();
    for (var x = 0; x < grid.path("w").asInt(); x++) {
      for (var y = 0; y < grid.path("h").asInt(); y++) {
        all.add((grid.path("x").asInt() + x) + "/" + (grid.path("y").asInt() + y));
      }
    }
    assertThat(grid.path("x").asInt() + grid.path("w").asInt()).isBetween(1, 24);
    return all;
  }

  private static long count(String text, char wanted) {
    return text.chars().filter(each -> each == wanted).count();
  }
}
