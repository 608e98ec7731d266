package dev.hachi.watchdog.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ScaleConfigTest {
  private static final Map<String, String> NEEDED =
      Map.of(
          "hachi_gateway", "http://gateway.openfaas:8080",
          "hachi_join", "dns:counter-hachi");

  @TempDir private Path secrets;

  @Test
  void nothing_is_scaled_unless_somebody_says_so() {
    assertThat(config(NEEDED).scale().on()).isFalse();
    assertThat(config(with("hachi_scale", "true")).scale().on()).isTrue();
  }

  @Test
  void requests_in_flight_are_full_at_max_inflight_unless_told_otherwise() {
    var limited = with("max_inflight", "40");

    assertThat(config(limited).scale().inFlight()).isEqualTo(40);
    limited.put("hachi_scale_inflight", "20");
    assertThat(config(limited).scale().inFlight()).isEqualTo(20);
  }

  @Test
  void whom_to_ask_and_how_replicas_find_each_other_must_be_known() {
    for (var missing : NEEDED.keySet()) {
      var env = with("hachi_scale", "true");
      env.remove(missing);

      assertThatThrownBy(() -> config(env))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("hachi_scale needs hachi_gateway")
          .hasMessageContaining("hachi_join");
    }
  }

  @Test
  void the_lower_threshold_must_be_lower() {
    var env = with("hachi_scale", "1");
    env.put("hachi_scale_up", "60");
    env.put("hachi_scale_down", "60");

    assertThatThrownBy(() -> config(env))
        .hasMessage(
            "hachi_scale_down is 60 and hachi_scale_up is 60; the first must be the lower one");
  }

  @Test
  void a_user_with_a_colon_and_a_look_without_a_pause_are_refused() {
    assertThatThrownBy(() -> config(with("hachi_gateway_user", "a:b")))
        .hasMessageContaining("hachi_gateway_user is \"a:b\"");
    assertThatThrownBy(() -> config(with("hachi_scale_every", "1ms")))
        .hasMessageContaining("hachi_scale_every is \"1ms\"");
  }

  @Test
  void the_password_is_the_functions_secret_of_that_name_or_a_file_that_is_named()
      throws Exception {
    var env = with("secret_mount_path", secrets.toString());
    assertThat(config(env).scale().passwordFile()).isNull();

    var secret = Files.writeString(secrets.resolve("hachi-gateway-password"), "secret");
    assertThat(config(env).scale().passwordFile()).isEqualTo(secret);

    env.put("hachi_gateway_password_file", "/run/secrets/other");
    assertThat(config(env).scale().passwordFile()).isEqualTo(Path.of("/run/secrets/other"));
  }

  @Test
  void the_defaults_are_these() {
    var scale = config(NEEDED).scale();

    assertThat(scale.up()).isEqualTo(75);
    assertThat(scale.down()).isEqualTo(50);
    assertThat(scale.inFlight()).isZero();
    assertThat(scale.waiting()).isEqualTo(1000);
    assertThat(scale.user()).isEqualTo("admin");
    assertThat(scale.every()).isEqualTo(Duration.ofSeconds(5));
    assertThat(scale.pause()).isEqualTo(Duration.ofSeconds(30));
    assertThat(scale.calm()).isEqualTo(Duration.ofMinutes(10));
  }

  private static Map<String, String> with(String name, String value) {
    var env = new HashMap<>(NEEDED);
    env.put(name, value);
    return env;
  }

  private static WatchdogConfig config(Map<String, String> variables) {
    var env = new HashMap<>(Map.of("mode", "actor"));
    env.putAll(variables);
    return WatchdogConfig.of(env);
  }
}
