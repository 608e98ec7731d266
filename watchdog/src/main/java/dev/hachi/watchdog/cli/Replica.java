package dev.hachi.watchdog.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One of several replicas on this machine: a process that ends with this one. Thread-safe.
 *
 * @param number from 1 on
 */
record Replica(int number, ReplicaPorts ports, Process process, ReplicaLog log, Thread copying) {
  // Ctrl-C reaches all processes of a terminal; how replicas end is for their parent to say.
  private static final String WITHOUT_INTERRUPTS = "trap '' INT; exec \"$@\"";
  private static final Duration LAST_WORDS_MAX = Duration.ofSeconds(1);

  /**
   * Starts one, with the JVM and the class path of this process.
   *
   * @param settings all its variables
   * @param folder the name of the function's folder; null for a jar
   */
  static Replica start(
      int number,
      ReplicaPorts ports,
      Map<String, String> settings,
      @Nullable String folder,
      ReplicaLog log) {
    ProcessBuilder builder = new ProcessBuilder(command(folder)).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(settings);
    try {
      Process process = builder.start();
      Thread copying =
          Thread.ofPlatform()
              .daemon()
              .name("log-" + number)
              .start(() -> log.copy(process.inputReader()));
      return new Replica(number, ports, process, log, copying);
    } catch (IOException e) {
      throw new Failure("replica %d cannot be started: %s".formatted(number, e.getMessage()), e);
    }
  }

  private static List<String> command(@Nullable String folder) {
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", WITHOUT_INTERRUPTS, "hachi"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Hachi.class.getName()));
    command.add("replica");
    if (folder != null) {
      command.addAll(List.of("--folder", folder));
    }
    return command;
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Completes with this when the process has ended and its last words are in the log. */
  CompletionStage<Replica> end() {
    return process
        .onExit()
        .thenApply(ended -> {
          awaitLastWords();
          return this;
        });
  }

  /** Bounded: a process that the function started may hold the pipe for longer. */
  private void awaitLastWords() {
    try {
      var _ = copying.join(LAST_WORDS_MAX);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets it drain and end. */
  void terminate() {
    // Not by the process itself, which would close its stdin: then it ends without a drain.
    var _ = process.toHandle().destroy();
  }

  /** Kills it unless it ends within {@code nanos}; returns whether it had to. */
  boolean killUnlessEnded(long nanos) {
    try {
      if (process.waitFor(nanos, TimeUnit.NANOSECONDS)) {
        return false;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    var _ = process.toHandle().destroyForcibly();
    return true;
  }
}
