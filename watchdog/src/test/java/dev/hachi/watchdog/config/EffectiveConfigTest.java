package dev.hachi.watchdog.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EffectiveConfigTest {
  @Test
  void every_documented_variable_of_mode_actor_is_shown() throws IOException {
    var page = Files.readString(Path.of("../docs/operating.md"));
    var table = page.substring(0, page.indexOf("## The JVM"));
    var documented =
        Pattern.compile("(?m)^\\| `(\\w+)` \\|")
            .matcher(table)
            .results()
            .map((MatchResult row) -> row.group(1))
            .toList();

    assertThat(variables(Map.of()).keySet()).containsExactlyInAnyOrderElementsOf(documented);
  }

  @Test
  void values_are_those_in_force() {
    var shown =
        variables(
            Map.of(
                "exec_timeout", "0",
                "write_timeout", "90",
                "hachi_idle_max", "1500ms",
                "hachi_key", "header:X-Key",
                "OPENFAAS_NAME", "cart",
                "hachi_access_log", "1"));

    assertThat(shown)
        .containsEntry("exec_timeout", "1h0m0s")
        .containsEntry("write_timeout", "1m30s")
        .containsEntry("healthcheck_interval", "1m30s")
        .containsEntry("hachi_idle_max", "1.5s")
        .containsEntry("hachi_key", "header:X-Key")
        .containsEntry("hachi_function", "cart")
        .containsEntry("hachi_class", "")
        .containsEntry("hachi_state", "memory")
        .containsEntry("port", 8080)
        .containsEntry("hachi_access_log", true);
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "static:10.0.0.1:8081,10.0.0.2:8081", "dns:counter.functions"})
  void contact_points_are_shown_as_they_are_set(String join) {
    assertThat(variables(Map.of("hachi_join", join))).containsEntry("hachi_join", join);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0s", "250ms", "1.5ms", "1ns", "1.5µs", "2.5s", "1m0s", "1m30s", "1h0m0.5s"})
  void durations_are_written_as_they_are_read(String text) {
    assertThat(GoDuration.parse(text).map(GoDuration::format)).contains(text);
  }

  private static Map<String, Object> variables(Map<String, String> env) {
    var all = new HashMap<>(Map.of("mode", "actor"));
    all.putAll(env);
    return WatchdogConfig.of(all).variables();
  }
}
