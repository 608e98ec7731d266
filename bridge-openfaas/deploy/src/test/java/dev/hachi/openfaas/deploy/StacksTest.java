package dev.hachi.openfaas.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hachi.sharding.membership.JoinSource;
import dev.hachi.watchdog.config.ClusterConfig;
import dev.hachi.watchdog.config.Mode;
import dev.hachi.watchdog.config.WatchdogConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The stack.yaml of each sample: faas-cli and the watchdog take it, and it fits the manifests. */
final class StacksTest {
  // What Kubernetes gives a pod that faas-netes made, less what a hand-over takes.
  private static final Duration GRACE = Duration.ofSeconds(30);
  private static final Duration HAND_OVER = Duration.ofSeconds(10);
  private static final Duration NOTICE_MAX = Duration.ofSeconds(2);

  static List<Path> stacks() throws IOException {
    return Sources.stacks();
  }

  @Test
  void each_sample_has_a_stack() throws IOException {
    try (var samples = Files.list(Sources.SAMPLES)) {
      assertThat(samples.filter(Files::isDirectory))
          .allSatisfy(sample -> assertThat(sample.resolve("stack.yaml")).exists());
    }
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void a_function_starts_with_what_its_stack_says(Path file) throws IOException {
    stack(file)
        .functions()
        .forEach((name, function) -> {
          var config = WatchdogConfig.of(function.environment());

          assertThat(config.function()).isEqualTo(name);
          assertThat(config.onLoopback()).isFalse();
          assertThat(config.mode())
              .matches(mode -> mode instanceof Mode.Actor || mode instanceof Mode.Http);
          assertThat(config.port()).isEqualTo(8080);
        });
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void its_replicas_find_each_other_by_the_service(Path file) throws IOException {
    var service = Sources.manifest("join-service.yaml");
    var wanted = service.at("/spec/selector/hachi-cluster").asText();

    for (var function : stack(file).functions().values()) {
      assertThat(function.labels()).containsEntry("hachi-cluster", wanted);
      function.labels().forEach(Values::checkLabel);
      var join = WatchdogConfig.of(function.environment()).cluster().join();
      assertThat(join)
          .isEqualTo(
              new JoinSource.Dns(service.at("/metadata/name").asText(), metricsPort(service)));
    }
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void a_replica_has_drained_before_its_pod_is_killed(Path file) throws IOException {
    for (var function : stack(file).functions().values()) {
      var config = WatchdogConfig.of(function.environment());

      assertThat(drain(config)).isLessThanOrEqualTo(GRACE.minus(HAND_OVER));
      assertThat(config.execTimeout()).isLessThan(config.writeTimeout());
    }
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void enough_replicas_keep_the_state(Path file) throws IOException {
    for (var function : stack(file).functions().values()) {
      assertThat(function.labels())
          .containsEntry("com.openfaas.scale.min", "" + ClusterConfig.COPIES)
          .containsEntry("com.openfaas.scale.zero", "false")
          .containsEntry("com.openfaas.scale.max", "5");
      assertThat(function.readonlyRootFilesystem()).isTrue();
      assertThat(function.limits().memory()).isEqualTo(function.requests().memory());
    }
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void prometheus_scrapes_the_metrics_port(Path file) throws IOException {
    for (var function : stack(file).functions().values()) {
      var config = WatchdogConfig.of(function.environment());

      assertThat(function.annotations())
          .isEqualTo(
              Map.of(
                  "prometheus.io.scrape", "true", "prometheus.io.port", "" + config.metricsPort()));
    }
  }

  @Test
  void a_planted_mistake_is_found() throws IOException {
    var text = Files.readString(Sources.SAMPLES.resolve("counter/stack.yaml"));

    assertThatThrownBy(() -> stack(text.replace("labels:", "lables:")))
        .hasMessageContaining("lables");
    assertThatThrownBy(() -> settings(text.replace("hachi_join", "hachi_joint")))
        .hasMessageContaining("hachi_joint");
    assertThatThrownBy(() -> settings(text.replace("exec_timeout: 10s", "exec_timeout: 10 s")))
        .hasMessageContaining("exec_timeout");
  }

  /** As the two kinds of modes drain: see docs/operating.md. */
  private static Duration drain(WatchdogConfig config) {
    var notice = config.healthcheckInterval();
    if (config.mode() instanceof Mode.Actor) {
      return max(config.writeTimeout(), notice.compareTo(NOTICE_MAX) < 0 ? notice : NOTICE_MAX);
    }
    return notice.plus(config.writeTimeout());
  }

  private static Duration max(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static WatchdogConfig settings(String text) throws IOException {
    return WatchdogConfig.of(stack(text).functions().values().iterator().next().environment());
  }

  private static Stack stack(Path file) throws IOException {
    return stack(Files.readString(file));
  }

  private static Stack stack(String text) throws IOException {
    return Stack.of(Sources.documents(text).getFirst());
  }

  private static int metricsPort(JsonNode service) {
    return service.at("/spec/ports/0/port").asInt();
  }
}
