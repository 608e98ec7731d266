package dev.hachi.openfaas.provider.replicas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hachi.openfaas.provider.contract.Deployment;
import dev.hachi.openfaas.provider.contract.FunctionId;
import dev.hachi.openfaas.provider.contract.Json;
import dev.hachi.openfaas.provider.contract.Refused;
import dev.hachi.openfaas.provider.store.Starts.Start;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LaunchTest {
  private static final Images.Image JAR = new Images.Local(Path.of("/f"), Path.of("/f/f.jar"));
  private static final Images.Image FOLDER = new Images.Local(Path.of("/f"), null);

  @Test
  void what_the_provider_decides_wins_over_the_deployment() {
    var variables =
        variables(
            "\"envVars\":{\"hachi_listen\":\"0.0.0.0\",\"hachi_join\":\"dns:x\",\"port\":\"80\",\"own\":\"1\"}",
            JAR);

    assertThat(variables)
        .containsEntry("mode", "actor")
        .containsEntry("hachi_jar", "/f/f.jar")
        .containsEntry("hachi_listen", "127.0.0.1")
        .containsEntry("hachi_join", "static:127.0.0.1:20001,127.0.0.1:20006")
        .containsEntry("port", "20000")
        .containsEntry("OPENFAAS_NAME", "f")
        .containsEntry("own", "1")
        .doesNotContainKey("SECRET_OF_THE_PROVIDER");
  }

  @Test
  void each_replica_of_an_http_function_has_a_port_for_its_process() {
    var variables =
        variables(
            "\"envProcess\":\"serve $UPSTREAM_PORT\",\"envVars\":{\"mode\":\"http\",\"upstream_url\":\"http://127.0.0.1:$UPSTREAM_PORT\"}",
            FOLDER);

    assertThat(variables)
        .containsEntry("upstream_url", "http://127.0.0.1:20004")
        .containsEntry("fprocess", "serve 20004")
        .containsEntry("UPSTREAM_PORT", "20004")
        .doesNotContainKey("hachi_join");
  }

  @Test
  void a_function_with_state_finds_the_gateway_here_unless_it_says_otherwise() {
    var elsewhere = "\"envVars\":{\"hachi_gateway\":\"http://10.1.2.3:8080\"}";

    assertThat(variables("\"labels\":{}", JAR))
        .containsEntry("hachi_gateway", "http://127.0.0.1:8080");
    assertThat(variables(elsewhere, JAR)).containsEntry("hachi_gateway", "http://10.1.2.3:8080");
    assertThat(variables("\"envProcess\":\"cat\"", FOLDER)).doesNotContainKey("hachi_gateway");
  }

  @Test
  void a_container_keeps_what_its_image_sets() {
    var image = new Images.Container(new Engine("podman"), "it", Map.of("mode", "actor"));

    assertThat(variables("\"envVars\":{\"own\":\"1\"}", image))
        .containsEntry("own", "1")
        .containsEntry("port", "20000")
        .containsEntry("hachi_join", "static:127.0.0.1:20001,127.0.0.1:20006")
        .doesNotContainKeys("mode", "suppress_lock", "PATH", "LC_ALL", "hachi_jar");
    var other = new Images.Container(new Engine("podman"), "it", Map.of("mode", "http"));
    assertThat(variables("\"labels\":{}", other)).doesNotContainKey("hachi_join");
  }

  @Test
  void a_function_with_a_durable_store_joins_nobody() {
    assertThat(variables("\"envVars\":{\"hachi_state\":\"plugin:x\"}", JAR))
        .containsEntry("hachi_join", "none")
        .doesNotContainKey("hachi_cluster_port");
  }

  @ParameterizedTest
  @CsvSource({"actor,,3,", "actor,plugin:x,2,memory", "http,,2,upstream_url", "http,,17,0 to 16"})
  void how_many_replicas_there_may_be(String mode, String state, int count, String refusal) {
    var more = state == null ? "" : ",\"hachi_state\":\"" + state + "\"";
    var traits =
        Traits.of(
            deployment(
                "\"envVars\":{\"mode\":\"%s\",\"upstream_url\":\"http://127.0.0.1:80\"%s}"
                    .formatted(mode, more)),
            JAR);

    if (refusal == null) {
      traits.require(count);
    } else {
      assertThatThrownBy(() -> traits.require(count))
          .isInstanceOf(Refused.class)
          .hasMessageContaining(refusal);
    }
  }

  private static Map<String, String> variables(String fields, Images.Image image) {
    var start = new Start("f-1", new FunctionId("f", "openfaas-fn"), 1, 1, 20_000);
    var own = Map.of("PATH", "/bin", "SECRET_OF_THE_PROVIDER", "x");
    return new Launch(own, "http://127.0.0.1:8080")
        .variables(deployment(fields), image, start, List.of(20_001, 20_006), Path.of("/secrets"));
  }

  private static Deployment deployment(String fields) {
    var json = "{\"service\":\"f\",\"image\":\"x\"," + fields + "}";
    return Json.read(json.getBytes(StandardCharsets.UTF_8), Deployment.class);
  }
}
