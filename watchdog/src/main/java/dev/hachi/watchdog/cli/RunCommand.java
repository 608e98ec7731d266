package dev.hachi.watchdog.cli;

import dev.hachi.watchdog.Watchdog;
import dev.hachi.watchdog.config.ConfigException;
import dev.hachi.watchdog.config.WatchdogConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Serves a function of this machine: the environment's settings, with the options over them. */
@Command(
    name = "run",
    description = {
      "Serves the function of a Maven folder (built when its sources are newer than its jar) or of"
          + " a jar.",
      ""
    },
    sortOptions = false,
    footer = {
      "",
      "Every variable of docs/operating.md is honoured; the options win over the environment.",
      "",
      "With --replicas the further replicas get the next ports each: by default 8080, 8081, ..."
          + " for functions, 8180, 8181, ... (--port + 100) for metrics and 7355, 7357, ... between"
          + " them, each with the port after it. They share their state and end with this command;"
          + " one that dies is not started again. Their logs are in ~/.hachi/logs.",
      "",
      "Examples:",
      "  ./hachi run samples/counter",
      "  ./hachi run ~/greeter --port 9000 --listen 0.0.0.0",
      "  hachi_key=header:X-User ./hachi run greeter.jar",
      "  ./hachi run samples/counter --replicas 3",
      "  ./hachi run samples/counter --replicas 5 --port 0 --logs"
    })
final class RunCommand implements Runnable {
  /** More than anybody tries on one machine. */
  private static final int REPLICAS_MAX = 16;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "FOLDER_OR_JAR", description = "the function")
  private Path place = Path.of("");

  private final Map<String, String> settings = new HashMap<>(System.getenv());
  private @Nullable String function;
  private int replicas;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "public port; 0 takes a free one (default: $port, else 8080)")
  void port(String value) {
    set("--port", "port", value);
  }

  @Option(
      names = "--metrics-port",
      paramLabel = "N",
      description = "port of /metrics; 0 takes a free one (default: $metrics_port, else 8081)")
  void metricsPort(String value) {
    set("--metrics-port", "metrics_port", value);
  }

  @Option(
      names = "--listen",
      paramLabel = "ADDRESS",
      description = "address to listen on (default: $hachi_listen, else 127.0.0.1)")
  void listen(String value) {
    set("--listen", "hachi_listen", value);
  }

  @Option(
      names = "--function",
      paramLabel = "NAME",
      description =
          "the function of the folder or jar that answers, when there are several (default:"
              + " $hachi_function, else the one named like the folder)")
  void function(String value) {
    set("--function", "hachi_function", value);
    function = value;
  }

  @Option(
      names = "--cluster-port",
      paramLabel = "N",
      description =
          "port for the other replicas; 0 takes a free one (default: $hachi_cluster_port, else 7355)")
  void clusterPort(String value) {
    set("--cluster-port", "hachi_cluster_port", value);
  }

  @Option(
      names = "--replicas",
      paramLabel = "N",
      description = "start so many processes that share the state, 1 to 16")
  void replicas(String value) {
    if (!value.matches("\\d{1,4}") || !isAllowed(Integer.parseInt(value))) {
      throw Misuse.of(
          spec, "--replicas is \"%s\"; allowed is 1 to %d".formatted(value, REPLICAS_MAX));
    }
    replicas = Integer.parseInt(value);
  }

  @Option(names = "--logs", description = "with --replicas: show their logs on stderr, too")
  private boolean logs;

  @Override
  public void run() {
    if (logs && replicas == 0) {
      throw Misuse.of(spec, "--logs needs --replicas");
    }
    FunctionFolder folder = FunctionFolder.of(place);
    Path jar = folder.built();
    requireFunction(jar);
    settings.put("mode", "actor");
    settings.put("hachi_jar", jar.toString());
    // No platform looks for it here, and those of two commands would be one file.
    settings.merge("suppress_lock", "true", (set, own) -> set.isEmpty() ? own : set);
    if (replicas == 0) {
      Watchdog.run(settings, folder.name());
    } else {
      new Replicas(replicas, settings, folder.name(), logs).run();
    }
  }

  private static boolean isAllowed(int count) {
    return count >= 1 && count <= REPLICAS_MAX;
  }

  /** The variable may name a jar's only function anew, as deployments do; the option chooses. */
  private void requireFunction(Path jar) {
    if (function == null) {
      return;
    }
    List<String> functions = Watchdog.functions(jar);
    if (!functions.isEmpty() && !functions.contains(function)) {
      throw new Failure(
          "--function is \"%s\"; %s has %s. To serve it by another name set hachi_function"
              .formatted(function, place, String.join(", ", functions)));
    }
  }

  /** Checks an option by the rule of its variable, so that there is one rule. */
  private void set(String option, String variable, String value) {
    if (value.isEmpty()) {
      throw Misuse.of(spec, option + " needs a value");
    }
    try {
      WatchdogConfig.of(Map.of("mode", "actor", variable, value));
    } catch (ConfigException e) {
      throw Misuse.of(
          spec, String.valueOf(e.getMessage()).replace(variable + " is", option + " is"));
    }
    settings.put(variable, value);
  }
}
