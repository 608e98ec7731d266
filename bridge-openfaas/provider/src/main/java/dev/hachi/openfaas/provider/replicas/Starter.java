package dev.hachi.openfaas.provider.replicas;

import dev.hachi.openfaas.provider.contract.Deployment;
import dev.hachi.openfaas.provider.logs.LogFiles;
import dev.hachi.openfaas.provider.store.Starts;
import dev.hachi.openfaas.provider.store.Starts.Start;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Starts replicas, and finds those again that an earlier provider started. They go on when this
 * process is killed.
 */
public record Starter(
    Product product,
    Containers containers,
    Starts starts,
    SecretFiles secrets,
    LogFiles logs,
    Launch launch) {
  private static final String MARK = "-Dhachi.replica=";

  // Ctrl-C and the end of a terminal reach all its processes; how replicas end is the provider's.
  private static final List<String> UNDISTURBED =
      List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "hachi");

  /** Starts one; it is remembered before it runs. */
  Replica start(Start start, Deployment deployment, Images.Image image, List<Integer> join)
      throws IOException {
    secrets.write(deployment);
    Path log = logs.begin(start.function(), start.id(), starts.of(start.function()));
    ProcessBuilder builder =
        switch (image) {
          case Images.Local local -> process(start, deployment, local, join);
          case Images.Container container -> container(start, deployment, container, join);
        };
    builder
        .redirectErrorStream(true)
        .redirectInput(new File("/dev/null"))
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    starts.add(start);
    try {
      ProcessHandle process = builder.start().toHandle();
      Running running =
          switch (image) {
            case Images.Local _ -> new Running.Local(process);
            case Images.Container container ->
                containers.running(process, container.engine().program(), start.id());
          };
      return new Replica(start, running, false, System::nanoTime);
    } catch (IOException e) {
      starts.remove(start.id());
      throw e;
    }
  }

  private ProcessBuilder process(
      Start start, Deployment deployment, Images.Local image, List<Integer> join)
      throws IOException {
    // The variable that Java itself knows, which -cp puts out of force.
    String more = deployment.envVars().getOrDefault("CLASSPATH", "");
    List<String> command = new ArrayList<>(UNDISTURBED);
    command.addAll(product.command(MARK + start.id(), more));
    ProcessBuilder builder = new ProcessBuilder(command).directory(image.folder().toFile());
    Path folder = secrets.of(start.function());
    builder.environment().clear();
    builder.environment().putAll(launch.variables(deployment, image, start, join, folder));
    return builder;
  }

  private ProcessBuilder container(
      Start start, Deployment deployment, Images.Container image, List<Integer> join)
      throws IOException {
    var variables = launch.variables(deployment, image, start, join, Containers.SECRETS);
    List<String> command = new ArrayList<>(UNDISTURBED);
    command.addAll(containers.command(start, image, variables, secrets.of(start.function())));
    return new ProcessBuilder(command);
  }

  /** Those of earlier starts that run; the others are forgotten. */
  List<Replica> found() throws IOException {
    Map<String, Running> marked = new HashMap<>();
    ProcessHandle.allProcesses().forEach(process -> addMarked(process, marked));
    List<Replica> replicas = new ArrayList<>();
    for (Start start : starts.all()) {
      Running running = marked.get(start.id());
      if (running == null) {
        containers.clear(start.id());
        starts.remove(start.id());
      } else {
        replicas.add(new Replica(start, running, true, System::nanoTime));
      }
    }
    return replicas;
  }

  private void addMarked(ProcessHandle process, Map<String, Running> marked) {
    for (String argument : process.info().arguments().orElse(new String[0])) {
      if (argument.startsWith(MARK)) {
        marked.put(argument.substring(MARK.length()), new Running.Local(process));
      } else if (argument.startsWith(Containers.MARK)) {
        String id = argument.substring(Containers.MARK.length());
        marked.put(id, containers.running(process, process.info().command().orElse(""), id));
      }
    }
  }

  /** It has ended. */
  void forget(Replica replica) {
    starts.remove(replica.id());
    replica.clear();
  }
}
