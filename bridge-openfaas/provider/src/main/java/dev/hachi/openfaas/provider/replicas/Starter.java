package dev.hachi.openfaas.provider.replicas;

import dev.hachi.openfaas.provider.contract.Deployment;
import dev.hachi.openfaas.provider.logs.LogFiles;
import dev.hachi.openfaas.provider.store.Starts;
import dev.hachi.openfaas.provider.store.Starts.Start;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Starts processes, and finds those again that an earlier provider started. They go on when this
 * process is killed.
 */
public record Starter(
    Product product, Starts starts, SecretFiles secrets, LogFiles logs, Launch launch) {
  private static final String MARK = "-Dhachi.replica=";

  // Ctrl-C and the end of a terminal reach all its processes; how replicas end is the provider's.
  private static final String UNDISTURBED = "trap '' INT HUP; exec \"$@\"";

  /** Starts one; it is remembered before it runs. */
  Replica start(Start start, Deployment deployment, Images.Image image, List<Integer> join)
      throws IOException {
    secrets.write(deployment);
    Path log = logs.begin(start.function(), start.id());
    // The variable that Java itself knows, which -cp puts out of force.
    String more = deployment.envVars().getOrDefault("CLASSPATH", "");
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", UNDISTURBED, "hachi"));
    command.addAll(product.command(MARK + start.id(), more));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(image.folder().toFile())
            .redirectErrorStream(true)
            .redirectInput(new File("/dev/null"))
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().clear();
    Path folder = secrets.of(start.function());
    builder.environment().putAll(launch.variables(deployment, image, start, join, folder));
    starts.add(start);
    try {
      return new Replica(start, builder.start().toHandle());
    } catch (IOException e) {
      starts.remove(start.id());
      throw e;
    }
  }

  /** Those of earlier starts that run; the others are forgotten. */
  List<Replica> found() {
    Map<String, ProcessHandle> marked = new HashMap<>();
    ProcessHandle.allProcesses()
        .forEach(process -> mark(process).ifPresent(mark -> marked.put(mark, process)));
    List<Replica> replicas = new ArrayList<>();
    for (Start start : starts.all()) {
      ProcessHandle process = marked.get(start.id());
      if (process == null) {
        starts.remove(start.id());
      } else {
        replicas.add(new Replica(start, process));
      }
    }
    return replicas;
  }

  private static Optional<String> mark(ProcessHandle process) {
    return process
        .info()
        .arguments()
        .flatMap(arguments ->
            Arrays.stream(arguments).filter(argument -> argument.startsWith(MARK)).findFirst())
        .map(argument -> argument.substring(MARK.length()));
  }
}
