package dev.hachi.watchdog.config;

import com.fasterxml.jackson.core.JsonPointer;
import dev.hachi.runtime.FunctionRuntime;
import dev.hachi.runtime.Limits;
import dev.hachi.sharding.guard.TlsFiles;
import dev.hachi.sharding.membership.JoinSource;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A configuration as the variables that would make it again. */
final class EffectiveConfig {
  private final Map<String, Object> variables = new LinkedHashMap<>();

  private EffectiveConfig() {}

  static Map<String, Object> of(WatchdogConfig config) {
    EffectiveConfig all = new EffectiveConfig();
    all.addCommon(config);
    all.addFunction(config);
    all.addLimits(config.limits());
    if (config.mode() instanceof Mode.Http http) {
      all.addHttp(config, http);
    }
    return all.variables;
  }

  private void addCommon(WatchdogConfig config) {
    variables.put("mode", config.mode().name());
    variables.put("port", config.port());
    variables.put("metrics_port", config.metricsPort());
    variables.put("hachi_listen", config.listen());
    add("exec_timeout", config.execTimeout());
    add("read_timeout", config.readTimeout());
    add("write_timeout", config.writeTimeout());
    add("healthcheck_interval", config.healthcheckInterval());
    variables.put("max_inflight", config.maxInflight());
    variables.put("hachi_access_log", config.accessLog());
    addText("hachi_gateway", config.gateway());
    addScale(config.scale());
    addText("hachi_admin_token_file", config.adminTokenFile());
  }

  private void addFunction(WatchdogConfig config) {
    addText("hachi_function", config.function());
    variables.put("hachi_namespace", config.namespace());
    addText("hachi_jar", config.jar());
    addText("hachi_class", config.className());
    variables.put("hachi_key", text(config.keySource()));
    variables.put("hachi_body_max", config.bodyMax());
    variables.put("hachi_bodies_max", config.bodiesMax());
    variables.put("hachi_state", state(config.storePlugin()));
    addCluster(config.cluster());
  }

  private void addHttp(WatchdogConfig config, Mode.Http http) {
    variables.put("fprocess", http.command().text());
    variables.put("upstream_url", http.upstream().toString());
    variables.put("http_buffer_req_body", http.bufferBody());
    variables.put("stateful", http.stateful());
    addText("ready_path", config.plain().readyPath());
    variables.put("suppress_lock", config.plain().suppressLock());
    variables.put("prefix_logs", config.plain().prefixLogs());
    variables.put("log_buffer_size", config.plain().lineMax());
    variables.put("log_callid", http.logCallId());
    variables.put("hachi_buffer_max", config.plain().bufferMax());
  }

  private void addCluster(ClusterConfig cluster) {
    variables.put("hachi_join", text(cluster.join()));
    variables.put("hachi_bind", cluster.bind());
    variables.put("hachi_cluster_port", cluster.port());
    TlsFiles tls = cluster.tls();
    addText(TlsFiles.CERT, tls == null ? null : tls.cert());
    addText(TlsFiles.KEY, tls == null ? null : tls.key());
    addText(TlsFiles.CA, tls == null ? null : tls.ca());
    variables.put("hachi_copies", cluster.copies());
    variables.put("hachi_shards", cluster.shards());
    variables.put("hachi_memory_max", cluster.memoryMax());
    variables.put("hachi_batches", cluster.batches());
  }

  private void addScale(ScaleConfig scale) {
    variables.put("hachi_gateway_user", scale.user());
    addText("hachi_gateway_password_file", scale.passwordFile());
    variables.put("hachi_scale", scale.on());
    variables.put("hachi_scale_up", scale.up());
    variables.put("hachi_scale_down", scale.down());
    variables.put("hachi_scale_inflight", scale.inFlight());
    variables.put("hachi_scale_waiting", scale.waiting());
    add("hachi_scale_every", scale.every());
    add("hachi_scale_pause", scale.pause());
    add("hachi_scale_calm", scale.calm());
  }

  private void addLimits(Limits limits) {
    variables.put("hachi_mailbox_max", limits.waitingMax());
    variables.put("hachi_ids_max", limits.ids().max());
    add("hachi_ids_ttl", limits.ids().ttl());
    variables.put("hachi_entities_max", limits.live().max());
    add("hachi_idle_max", limits.live().idleMax());
    variables.put("hachi_outbox_max", limits.messages().outboxMax());
    variables.put("hachi_inbox_max", limits.messages().inboxMax());
    variables.put("hachi_timers_max", limits.messages().timersMax());
    add("hachi_message_age_max", limits.messages().ageMax());
  }

  private void add(String name, Duration value) {
    variables.put(name, GoDuration.format(value));
  }

  /** What has no value is shown empty, which is as good as unset. */
  private void addText(String name, @Nullable Object value) {
    variables.put(name, value == null ? "" : value.toString());
  }

  private static String text(KeySource source) {
    return switch (source) {
      case KeySource.Path _ -> "path";
      case KeySource.Header(String name) -> "header:" + name;
      case KeySource.Query(String name) -> "query:" + name;
      case KeySource.Json(JsonPointer pointer) -> "json:" + pointer;
    };
  }

  private static String text(JoinSource source) {
    return switch (source) {
      case JoinSource.None() -> "none";
      case JoinSource.Static(var points) -> "static:" + String.join(",", points);
      case JoinSource.Dns(var name, var _) -> "dns:" + name;
    };
  }

  static String state(String plugin) {
    return plugin.equals(FunctionRuntime.MEMORY) ? "memory" : "plugin:" + plugin;
  }
}
