package dev.hachi.openfaas.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hachi.watchdog.config.ClusterConfig;
import dev.hachi.watchdog.config.WatchdogConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The manifests: what Kubernetes takes, and whether they fit each other and the watchdog. */
final class ManifestsTest {
  private static final WatchdogConfig DEFAULTS = WatchdogConfig.of(Map.of("mode", "actor"));
  private static final Map<String, String> CLUSTER = Map.of("hachi-cluster", "main");

  static List<Path> manifests() throws IOException {
    return Sources.manifests();
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void kubernetes_knows_all_that_a_manifest_says(Path file) throws IOException {
    for (var manifest : Sources.documents(Files.readString(file))) {
      Schemas.check(manifest);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "join-service.yaml, publishNotReadyAddresses, publishNotReadyAdresses",
    "join-service.yaml, kind: Service, kind: Servis",
    "join-service.yaml, publishNotReadyAddresses: true, publishNotReadyAddresses: sure",
    "join-service.yaml, name: hachi, name: Hachi",
    "join-service.yaml, port: 8081, port: 80810",
    "join-service.yaml, port: 8081, prot: 8081",
    "join-service.yaml, hachi-cluster: main, hachi-cluster: [main]",
    "network-policy.yaml, podSelector, podSelektor",
    "network-policy.yaml, - Ingress, - ingress",
    "network-policy.yaml, protocol: TCP, protocol: tcp",
    "network-policy.yaml, - podSelector:, - podSelectors:",
    "disruption-budget.yaml, maxUnavailable, maxUnavailible",
    "disruption-budget.yaml, AlwaysAllow, AllwaysAllow",
    "disruption-budget.yaml, matchLabels, matchLabel",
    "disruption-budget.yaml, maxUnavailable: 1, maxUnavailable: [1]",
    "monitoring/service-monitor.yaml, endpoints, endpoint",
    "monitoring/service-monitor.yaml, interval, intervall",
  })
  void a_planted_mistake_is_found(String file, String right, String wrong) throws IOException {
    var text = Files.readString(Sources.DEPLOY.resolve(file));
    assertThat(text).contains(right);

    var planted = Sources.documents(text.replace(right, wrong)).getFirst();

    assertThatThrownBy(() -> Schemas.check(planted)).isInstanceOf(Exception.class);
  }

  @Test
  void service_policy_and_budget_select_the_same_pods() throws IOException {
    assertThat(selected(spec("join-service.yaml").path("selector"))).isEqualTo(CLUSTER);
    assertThat(selected(spec("network-policy.yaml").at("/podSelector/matchLabels")))
        .isEqualTo(CLUSTER);
    assertThat(
            selected(spec("network-policy.yaml").at("/ingress/1/from/0/podSelector/matchLabels")))
        .isEqualTo(CLUSTER);
    assertThat(selected(spec("disruption-budget.yaml").at("/selector/matchLabels")))
        .isEqualTo(CLUSTER);
  }

  @Test
  void the_service_leads_to_the_ports_of_a_replica_before_it_is_ready() throws IOException {
    var service = spec("join-service.yaml");

    assertThat(service.path("clusterIP").asText()).isEqualTo("None");
    assertThat(service.path("publishNotReadyAddresses").asBoolean()).isTrue();
    assertThat(ports(service.path("ports"), "port")).isEqualTo(replicaPorts());
    assertThat(ports(service.path("ports"), "targetPort")).isEqualTo(replicaPorts());
  }

  @Test
  void the_policy_opens_the_ports_to_replicas_and_the_gateway_alone() throws IOException {
    var rules = spec("network-policy.yaml").path("ingress");

    assertThat(rules).hasSize(2);
    assertThat(
            rules
                .at("/0/from/0/namespaceSelector/matchLabels/kubernetes.io~1metadata.name")
                .asText())
        .isEqualTo("openfaas");
    assertThat(ports(rules.at("/0/ports"), "port"))
        .containsExactlyInAnyOrder(DEFAULTS.port(), DEFAULTS.metricsPort());
    assertThat(ports(rules.at("/1/ports"), "port")).isEqualTo(replicaPorts());
    assertThat(rules.findValues("from")).allSatisfy(from -> assertThat(from).hasSize(1));
  }

  @Test
  void the_service_monitor_finds_the_service_and_its_port() throws IOException {
    var monitor = Sources.manifest("monitoring/service-monitor.yaml");
    var service = Sources.manifest("join-service.yaml");

    var wanted = selected(monitor.at("/spec/selector/matchLabels"));
    assertThat(selected(service.at("/metadata/labels"))).containsAllEntriesOf(wanted);
    assertThat(service.at("/spec/ports").findValuesAsText("name"))
        .contains(monitor.at("/spec/endpoints/0/port").asText());
    assertThat(monitor.at("/metadata/namespace").asText())
        .isEqualTo(Sources.manifest("kustomization.yaml").path("namespace").asText());
  }

  private static JsonNode spec(String file) throws IOException {
    return Sources.manifest(file).path("spec");
  }

  private static Map<String, String> selected(JsonNode labels) {
    var all = new HashMap<String, String>();
    labels.properties().forEach(label -> all.put(label.getKey(), label.getValue().asText()));
    return all;
  }

  private static Set<Integer> ports(JsonNode ports, String field) {
    var all = new HashSet<Integer>();
    ports.forEach(port -> all.add(port.path(field).asInt()));
    return all;
  }

  private static Set<Integer> replicaPorts() {
    return Set.of(DEFAULTS.metricsPort(), ClusterConfig.PORT, ClusterConfig.PORT + 1);
  }
}
