package dev.hachi.watchdog.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hachi.runtime.FunctionRuntime;
import dev.hachi.runtime.Limits;
import dev.hachi.sharding.guard.TlsFiles;
import dev.hachi.sharding.membership.JoinSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchdogConfigTest {
  @Test
  void the_defaults_are_these() {
    Duration half = Duration.ofSeconds(30);
    assertThat(WatchdogConfig.of(Map.of("mode", "actor")))
        .isEqualTo(
            new WatchdogConfig(
                new Mode.Actor(),
                new PlainSettings(Path.of("/tmp/.lock"), false, null, true, 65_536, 67_108_864),
                "127.0.0.1",
                8080,
                8081,
                half,
                half,
                half,
                half,
                0,
                null,
                "openfaas-fn",
                Path.of("/home/app/function"),
                null,
                new KeySource.Path(),
                1_048_576,
                Runtime.getRuntime().maxMemory() / 4,
                Limits.DEFAULT,
                FunctionRuntime.MEMORY,
                new ClusterConfig(
                    new JoinSource.None(),
                    "127.0.0.1",
                    7355,
                    null,
                    3,
                    128,
                    Runtime.getRuntime().maxMemory() / 2,
                    true),
                null,
                ScaleConfig.read(new Variables(Map.of()), 0),
                null,
                null,
                false));
  }

  @ParameterizedTest
  @CsvSource({
    "hachi_gateway, gateway:8080",
    "hachi_gateway, ftp://gateway",
    "hachi_gateway, http://user@gateway",
    "hachi_gateway, http://gateway/?a",
    "mode, afterburn",
    "mode, inproc",
    "mode, stream",
    "suppress_lock, yes",
    "prefix_logs, on",
    "log_buffer_size, 64k",
    "log_buffer_size, 0",
    "hachi_buffer_max, -1",
    "port, 65536",
    "port, http",
    "metrics_port, -1",
    "exec_timeout, soon",
    "exec_timeout, -5s",
    "read_timeout, 1 m",
    "write_timeout, 0",
    "healthcheck_interval, 5x",
    "max_inflight, -1",
    "hachi_listen, example.com",
    "hachi_function, a/b",
    "hachi_namespace, a b",
    "hachi_key, cookie:a",
    "hachi_body_max, 1MB",
    "hachi_bodies_max, 0",
    "hachi_jwt_authority, gateway:8080",
    "hachi_jwt_authority, http://gateway/path",
    "jwt_auth, yes",
    "jwt_auth_debug, yes",
    "jwt_auth_local, yes",
    "hachi_mailbox_max, many",
    "hachi_ids_max, -3",
    "hachi_ids_ttl, 10 minutes",
    "hachi_entities_max, 0",
    "hachi_idle_max, 0",
    "hachi_state, postgres:x",
    "hachi_access_log, yes",
    "stateful, yes"
  })
  void a_malformed_value_is_named_with_its_variable(String variable, String value) {
    assertThatThrownBy(() -> config(Map.of(variable, value)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(variable)
        .hasMessageContaining("\"" + value + "\"");
  }

  @Test
  void the_files_of_tls_are_set_together_or_not_at_all() {
    assertThatThrownBy(() -> config(Map.of("hachi_tls_cert", "a", "hachi_tls_ca", "c")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(
            "hachi_tls_cert, hachi_tls_key and hachi_tls_ca must be set together");

    var all = Map.of("hachi_tls_cert", "a", "hachi_tls_key", "b", "hachi_tls_ca", "c");
    assertThat(config(all).cluster().tls())
        .isEqualTo(new TlsFiles(Path.of("a"), Path.of("b"), Path.of("c")));
  }

  @Test
  void replicas_without_tls_are_exposed_when_others_than_this_machine_reach_them() {
    var joined = Map.of("hachi_join", "static:10.0.0.1:8081", "mode", "actor");
    assertThat(exposed(joined)).isFalse();
    assertThat(exposed(with(joined, Map.of("hachi_bind", "10.0.0.2")))).isTrue();
    assertThat(exposed(Map.of("hachi_bind", "10.0.0.2"))).isFalse();
    var files = Map.of("hachi_tls_cert", "a", "hachi_tls_key", "b", "hachi_tls_ca", "c");
    assertThat(exposed(with(with(joined, files), Map.of("hachi_bind", "10.0.0.2")))).isFalse();
  }

  private static boolean exposed(Map<String, String> variables) {
    return config(variables).cluster().exposed();
  }

  private static Map<String, String> with(Map<String, String> some, Map<String, String> more) {
    var all = new HashMap<>(some);
    all.putAll(more);
    return all;
  }

  @ParameterizedTest
  @CsvSource({
    "hachi_id_max, hachi_ids_max",
    "hachi_bodymax, hachi_body_max",
    "hachi_keys, hachi_key",
    "hachi_joins, hachi_join",
    "hachi_KEY, hachi_key"
  })
  void a_misspelt_variable_of_hachi_stops_the_start(String variable, String nearest) {
    assertThatThrownBy(() -> WatchdogConfig.of(Map.of("mode", "actor", variable, "1")))
        .isInstanceOf(ConfigException.class)
        .hasMessage(variable + " is no variable of Hachi; the nearest is " + nearest);
  }

  @ParameterizedTest
  @CsvSource({"hachi_copies", "hachi_lc_all", "other_variable", "HACHI_KEY"})
  void what_belongs_to_others_is_let_be(String variable) {
    assertThat(WatchdogConfig.of(Map.of("mode", "actor", variable, "1")).port()).isEqualTo(8080);
  }

  @Test
  void all_problems_are_listed_at_once() {
    assertThatThrownBy(
            () -> WatchdogConfig.of(Map.of("port", "x", "max_inflight", "y", "exec_timeout", "z")))
        .isInstanceOfSatisfying(
            ConfigException.class, problems -> assertThat(problems.problems()).hasSize(4));
  }

  @Test
  void an_unset_mode_is_streaming_on_all_addresses() {
    WatchdogConfig config = WatchdogConfig.of(Map.of("fprocess", "cat -n"));
    assertThat(config.mode())
        .isEqualTo(new Mode.Streaming(new Command("cat -n"), "application/octet-stream"));
    assertThat(config.listen()).isEqualTo("*");
  }

  @ParameterizedTest
  @CsvSource({"streaming", "serializing", "http"})
  void a_mode_with_a_process_needs_its_command(String mode) {
    assertThatThrownBy(() -> WatchdogConfig.of(Map.of("mode", mode, "upstream_url", "http://a")))
        .hasMessage("fprocess is not set; it is the command that runs your function");
  }

  @ParameterizedTest
  @CsvSource({"actor", "streaming", "serializing", "static"})
  void state_for_a_process_is_for_mode_http_only(String mode) {
    Map<String, String> env = Map.of("mode", mode, "fprocess", "a", "stateful", "true");
    assertThatThrownBy(() -> WatchdogConfig.of(env))
        .hasMessage("stateful is on, which only mode=http knows; mode=actor always has state");
  }

  @Test
  void a_stateful_function_needs_a_name() {
    Map<String, String> env = new HashMap<>(Map.of("mode", "http", "fprocess", "a"));
    env.putAll(Map.of("upstream_url", "http://a", "stateful", "1"));
    assertThatThrownBy(() -> WatchdogConfig.of(env))
        .hasMessage("hachi_function is not set; with stateful=true the function needs a name");
    env.put("OPENFAAS_NAME", "counter");
    assertThat(((Mode.Http) WatchdogConfig.of(env).mode()).stateful()).isTrue();
    env.put("stateful", "on");
    assertThatThrownBy(() -> WatchdogConfig.of(env)).hasMessageContaining("stateful is \"on\"");
  }

  @Test
  void http_needs_an_upstream_and_the_newer_names_win() {
    Map<String, String> env = new HashMap<>(Map.of("mode", "http", "fprocess", "a"));
    assertThatThrownBy(() -> WatchdogConfig.of(env))
        .hasMessageContaining("upstream_url is not set");
    env.put("upstream_url", "http://127.0.0.1:1/");
    env.put("http_upstream_url", "http://[::1]:3000/base");
    env.put("function_process", "b  c");
    Mode.Http http = (Mode.Http) WatchdogConfig.of(env).mode();
    assertThat(http.upstream()).isEqualTo(new Upstream("::1", 3000, "[::1]:3000", "/base"));
    assertThat(http.command().words()).containsExactly("b", "", "c");
    env.put("http_upstream_url", "https://127.0.0.1:3000");
    assertThatThrownBy(() -> WatchdogConfig.of(env)).hasMessageContaining("http_upstream_url");
  }

  @ParameterizedTest
  @CsvSource({"buffer_http, 1", "buffer_http, true", "http_buffer_req_body, 1"})
  void either_name_buffers_the_body(String variable, String value) {
    Map<String, String> env =
        Map.of("mode", "http", "fprocess", "a", "upstream_url", "http://a", variable, value);
    assertThat(((Mode.Http) WatchdogConfig.of(env).mode()).bufferBody()).isTrue();
  }

  @Test
  void a_function_that_asks_for_tokens_needs_a_name() {
    assertThatThrownBy(() -> WatchdogConfig.of(Map.of("fprocess", "a", "jwt_auth", "true")))
        .hasMessageContaining("OPENFAAS_NAME is not set");
  }

  @Test
  void only_actor_mode_has_a_longest_deadline() {
    Map<String, String> env = Map.of("fprocess", "a", "exec_timeout", "0");
    assertThat(WatchdogConfig.of(env).execTimeout()).isZero();
    assertThat(config(Map.of("exec_timeout", "0")).execTimeout()).isEqualTo(Duration.ofHours(1));
  }

  @ParameterizedTest
  @CsvSource({
    "0s, 0s",
    "30, 30s",
    "90, 1m30s",
    "1h, 1h0m0s",
    "1.5s, 1.5s",
    "500ms, 500ms",
    "1500us, 1.5ms"
  })
  void durations_are_printed_as_go_does(String text, String printed) {
    WatchdogConfig config = WatchdogConfig.of(Map.of("fprocess", "a", "exec_timeout", text));
    assertThat(GoDuration.format(config.execTimeout())).isEqualTo(printed);
  }

  @ParameterizedTest
  @CsvSource({"5, PT5S", "1m30s, PT1M30S", "500ms, PT0.5S", "1.5h, PT1H", "0, PT1H", "90m, PT1H"})
  void durations_are_seconds_or_as_go_writes_them(String text, Duration expected) {
    assertThat(config(Map.of("exec_timeout", text)).execTimeout()).isEqualTo(expected);
  }

  @Test
  void the_healthcheck_interval_follows_the_write_timeout() {
    assertThat(config(Map.of("write_timeout", "7")).healthcheckInterval())
        .isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void names_come_from_hachi_before_openfaas() {
    WatchdogConfig openfaas = config(Map.of("OPENFAAS_NAME", "cart", "OPENFAAS_NAMESPACE", "a"));
    assertThat(openfaas.function()).isEqualTo("cart");
    assertThat(openfaas.namespace()).isEqualTo("a");
    WatchdogConfig ours = config(Map.of("OPENFAAS_NAME", "cart", "hachi_function", "basket"));
    assertThat(ours.function()).isEqualTo("basket");
  }

  @Test
  void the_key_and_the_store_have_their_forms() {
    assertThat(config(Map.of("hachi_key", "header:X-Key")).keySource())
        .isEqualTo(new KeySource.Header("X-Key"));
    assertThat(config(Map.of("hachi_key", "query:id")).keySource())
        .isEqualTo(new KeySource.Query("id"));
    assertThat(config(Map.of("hachi_state", "plugin:my.store")).storePlugin())
        .isEqualTo("my.store");
  }

  private static WatchdogConfig config(Map<String, String> variables) {
    Map<String, String> env = new HashMap<>(Map.of("mode", "actor"));
    env.putAll(variables);
    return WatchdogConfig.of(env);
  }
}
