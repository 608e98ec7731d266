package dev.hachi.watchdog.config;

import com.fasterxml.jackson.core.JsonPointer;
import dev.hachi.runtime.FunctionRuntime;
import dev.hachi.runtime.Limits;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The environment variables of one watchdog, checked.
 *
 * @param plain what only of-watchdog's own modes look at
 * @param listen the address that both ports listen on; {@link #ALL_ADDRESSES} for all
 * @param port functions, health and readiness; 0 takes a free one
 * @param metricsPort metrics; 0 takes a free one
 * @param execTimeout how long an invocation may take: in actor mode at most {@link
 *     #EXEC_TIMEOUT_MAX}, in the others 0 is without limit
 * @param readTimeout how long a request may take to arrive; 0 is without limit
 * @param writeTimeout how long an answer may take to leave, and a drain to end
 * @param healthcheckInterval how long callers may take to notice that this replica drains
 * @param maxInflight invocations at the same time; 0 is without limit
 * @param function the function's name; null for the name in the class
 * @param jar a jar, or a folder with jars or classes
 * @param className the function's class; null for the only one with the annotation
 * @param bodyMax the largest request body, in bytes
 * @param bodiesMax what all request bodies in memory may take together, in bytes
 * @param storePlugin the id of the store's plugin
 * @param scale when there are to be more replicas, or fewer
 * @param adminTokenFile where the token of the admin API stands; null for the usual place, if any
 * @param cluster the other replicas
 * @param gateway where functions outside this cluster are reached; null for nowhere
 * @param jwt who may invoke; null for everybody
 * @param accessLog whether every invocation is logged
 */
public record WatchdogConfig(
    Mode mode,
    PlainSettings plain,
    String listen,
    int port,
    int metricsPort,
    Duration execTimeout,
    Duration readTimeout,
    Duration writeTimeout,
    Duration healthcheckInterval,
    int maxInflight,
    @Nullable String function,
    String namespace,
    Path jar,
    @Nullable String className,
    KeySource keySource,
    int bodyMax,
    long bodiesMax,
    Limits limits,
    String storePlugin,
    ClusterConfig cluster,
    @Nullable URI gateway,
    ScaleConfig scale,
    @Nullable Path adminTokenFile,
    @Nullable JwtSettings jwt,
    boolean accessLog) {

  /**
   * The longest {@code execTimeout}, and what 0 ("no limit") becomes: every wait must end, and a
   * caller who lost interest must not hold a key for ever.
   */
  public static final Duration EXEC_TIMEOUT_MAX = Duration.ofHours(1);

  /** Every address of every protocol that this machine has. */
  public static final String ALL_ADDRESSES = "*";

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration LEAST = Duration.ofNanos(1);
  private static final int PORT_MAX = 65_535;
  private static final int BODY_MAX = 64 * 1024 * 1024;
  private static final int COUNT_MAX = 10_000_000;

  /**
   * The configuration that {@code env} describes.
   *
   * @throws ConfigException listing every malformed value
   */
  public static WatchdogConfig of(Map<String, String> env) {
    Variables vars = new Variables(env);
    ModeReader modes = new ModeReader(vars);
    Mode mode = modes.mode();
    boolean actor = mode instanceof Mode.Actor;
    Duration execTimeout = vars.duration("exec_timeout", TIMEOUT, Duration.ZERO);
    Duration writeTimeout = vars.duration("write_timeout", TIMEOUT, LEAST);
    String listen = listen(vars, actor);
    int maxInflight = vars.number("max_inflight", 0, 0, COUNT_MAX);
    int metricsPort = vars.number("metrics_port", 8081, 0, PORT_MAX);
    WatchdogConfig config =
        new WatchdogConfig(
            mode,
            modes.settings(),
            listen,
            vars.number("port", 8080, 0, PORT_MAX),
            metricsPort,
            actor ? bounded(execTimeout) : execTimeout,
            vars.duration("read_timeout", TIMEOUT, Duration.ZERO),
            writeTimeout,
            vars.duration("healthcheck_interval", writeTimeout, Duration.ZERO),
            maxInflight,
            function(vars),
            name(vars, "hachi_namespace", name(vars, "OPENFAAS_NAMESPACE", "openfaas-fn")),
            vars.read("hachi_jar", Path.of("/home/app/function"), "a path", WatchdogConfig::path),
            vars.text("hachi_class"),
            vars.read("hachi_key", new KeySource.Path(), KEY_ALLOWED, WatchdogConfig::keySource),
            vars.number("hachi_body_max", 1024 * 1024, 0, BODY_MAX),
            vars.number("hachi_bodies_max", quarterOfHeap(), 1, Runtime.getRuntime().maxMemory()),
            limits(vars, bounded(execTimeout)),
            vars.read("hachi_state", FunctionRuntime.MEMORY, STATE_ALLOWED, WatchdogConfig::store),
            ClusterConfig.read(vars, listen, metricsPort),
            gateway(vars),
            ScaleConfig.read(vars, maxInflight),
            adminTokenFile(vars),
            JwtSettings.read(vars, function(vars)),
            vars.flag("hachi_access_log"));
    if (mode instanceof Mode.Http http && http.stateful() && config.function() == null) {
      vars.problem("hachi_function is not set; with stateful=true the function needs a name");
    }
    if (config.cluster().joins()) {
      refuseUnreplicated(vars, config);
    }
    if (config.scale().on() && (!config.cluster().joins() || config.gateway() == null)) {
      vars.problem(
          "hachi_scale needs hachi_gateway, whom to ask, and hachi_join, or replicas would not share state");
    }
    vars.throwProblems();
    return config;
  }

  /** Whether only this machine reaches its ports. */
  public boolean onLoopback() {
    return isLoopback(listen);
  }

  static boolean isLoopback(String listen) {
    return listen.equals("localhost")
        || (!listen.equals(ALL_ADDRESSES) && InetAddress.ofLiteral(listen).isLoopbackAddress());
  }

  private static void refuseUnreplicated(Variables vars, WatchdogConfig config) {
    Mode mode = config.mode();
    boolean keepsState =
        mode instanceof Mode.Actor || (mode instanceof Mode.Http http && http.stateful());
    if (!keepsState) {
      vars.problem("hachi_join is set, which only functions with state use; unset it");
    }
    if (!config.storePlugin().equals(FunctionRuntime.MEMORY)) {
      vars.problem(
          "hachi_join and hachi_state=plugin are both set; replicas share state in memory only, so"
              + " unset one of them");
    }
  }

  /** Every variable with its value in force; no secrets. */
  public Map<String, Object> variables() {
    return EffectiveConfig.of(this);
  }

  private static final String ADDRESS_ALLOWED =
      "an IP address to listen on, localhost, or * for all addresses";
  private static final String KEY_ALLOWED = "path, header:NAME, query:NAME or json:/POINTER";
  private static final String STATE_ALLOWED = "memory or plugin:ID";
  private static final URI NO_URL = URI.create("");
  private static final String GATEWAY_ALLOWED =
      "the gateway's URL, such as http://gateway.openfaas:8080";
  private static final String NAME_ALLOWED = "1 to 63 letters, digits, \"-\", \"_\"";
  private static final String NAME = "[A-Za-z0-9_-]{1,63}";

  /** A drop-in must be reachable where what it replaces was; what is new starts closed. */
  private static String listen(Variables vars, boolean actor) {
    String fallback = actor ? "127.0.0.1" : ALL_ADDRESSES;
    return vars.read("hachi_listen", fallback, ADDRESS_ALLOWED, WatchdogConfig::address);
  }

  private static Duration bounded(Duration configured) {
    return configured.isZero() || configured.compareTo(EXEC_TIMEOUT_MAX) > 0
        ? EXEC_TIMEOUT_MAX
        : configured;
  }

  /** A share of the heap that leaves room for the copies that are made on the way. */
  private static long quarterOfHeap() {
    return Runtime.getRuntime().maxMemory() / 4;
  }

  private static @Nullable String function(Variables vars) {
    String name = name(vars, "hachi_function", name(vars, "OPENFAAS_NAME", ""));
    return name.isEmpty() ? null : name;
  }

  private static String name(Variables vars, String variable, String fallback) {
    return vars.read(
        variable, fallback, NAME_ALLOWED, value -> Optional.of(value).filter(v -> v.matches(NAME)));
  }

  private static Optional<String> address(String value) {
    // Only literals: a name would make the start depend on a resolver.
    if (value.equals("localhost") || value.equals("*")) {
      return Optional.of(value);
    }
    try {
      return Optional.of(InetAddress.ofLiteral(value).getHostAddress());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static @Nullable URI gateway(Variables vars) {
    return vars.text("hachi_gateway") == null
        ? null
        : vars.read("hachi_gateway", NO_URL, GATEWAY_ALLOWED, WatchdogConfig::url);
  }

  /** What comes before the paths: without user, query and fragment, and no slash at the end. */
  private static Optional<URI> url(String value) {
    return value.matches("https?://[A-Za-z0-9.\\[\\]:_-]+(/[A-Za-z0-9._~/-]*)?")
        ? Optional.of(URI.create(value.replaceAll("/+$", ""))).filter(url -> url.getHost() != null)
        : Optional.empty();
  }

  private static @Nullable Path adminTokenFile(Variables vars) {
    String file = vars.text("hachi_admin_token_file");
    return file == null ? null : Path.of(file);
  }

  static Optional<Path> path(String value) {
    return value.indexOf('\0') < 0 ? Optional.of(Path.of(value)) : Optional.empty();
  }

  private static Optional<KeySource> keySource(String value) {
    if (value.equals("path")) {
      return Optional.of(new KeySource.Path());
    }
    if (value.matches("header:[A-Za-z0-9!#$%&'*+.^_`|~-]+")) {
      return Optional.of(new KeySource.Header(value.substring("header:".length())));
    }
    if (value.matches("query:[A-Za-z0-9_.-]+")) {
      return Optional.of(new KeySource.Query(value.substring("query:".length())));
    }
    return value.startsWith("json:/")
        ? jsonPointer(value.substring("json:".length()))
        : Optional.empty();
  }

  private static Optional<KeySource> jsonPointer(String value) {
    try {
      return Optional.of(new KeySource.Json(JsonPointer.compile(value)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> store(String value) {
    if (value.equals("memory")) {
      return Optional.of(FunctionRuntime.MEMORY);
    }
    return value.matches("plugin:[A-Za-z0-9_.-]+")
        ? Optional.of(value.substring("plugin:".length()))
        : Optional.empty();
  }

  private static Limits limits(Variables vars, Duration execTimeout) {
    Limits defaults = Limits.DEFAULT;
    return new Limits(
        execTimeout,
        vars.number("hachi_mailbox_max", defaults.waitingMax(), 0, COUNT_MAX),
        ids(vars, defaults.ids()),
        new Limits.Live(
            vars.number("hachi_entities_max", defaults.live().max(), 1, COUNT_MAX),
            vars.duration("hachi_idle_max", defaults.live().idleMax(), LEAST)),
        messages(vars, defaults.messages()));
  }

  private static Limits.Ids ids(Variables vars, Limits.Ids defaults) {
    return new Limits.Ids(
        vars.number("hachi_ids_max", defaults.max(), 0, COUNT_MAX),
        defaults.bytesMax(),
        vars.duration("hachi_ids_ttl", defaults.ttl(), Duration.ZERO));
  }

  private static Limits.Messages messages(Variables vars, Limits.Messages defaults) {
    return new Limits.Messages(
        vars.number("hachi_outbox_max", defaults.outboxMax(), 1, COUNT_MAX),
        vars.number("hachi_inbox_max", defaults.inboxMax(), 1, COUNT_MAX),
        vars.number("hachi_timers_max", defaults.timersMax(), 1, COUNT_MAX),
        vars.duration("hachi_message_age_max", defaults.ageMax(), LEAST));
  }
}
