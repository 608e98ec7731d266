package dev.hachi.watchdog;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The real watchdog as a process of its own, in one of of-watchdog's own modes; closing it kills it
 * and what it started. The system property {@code watchdog.binary} names another program to start
 * in its place.
 */
final class PlainProcess implements AutoCloseable {
  private static final String BINARY = System.getProperty("watchdog.binary", "");

  private final Process process;
  private final Path folder;
  private final int port;

  private PlainProcess(Process process, Path folder, int port) {
    this.process = process;
    this.folder = folder;
    this.port = port;
  }

  /** Starts one in {@code folder}, that logs to files there; variables are given as name=value. */
  static PlainProcess start(
      Path folder, List<String> options, List<String> args, String... variables)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command(options, args));
    int port = FreePorts.next();
    Map<String, String> env = builder.environment();
    env.putAll(Map.of("port", "" + port, "metrics_port", "0", "TMPDIR", folder.toString()));
    for (String variable : variables) {
      int equals = variable.indexOf('=');
      env.put(variable.substring(0, equals), variable.substring(equals + 1));
    }
    builder.directory(folder.toFile());
    builder.redirectOutput(folder.resolve("out").toFile());
    builder.redirectError(folder.resolve("err").toFile());
    return new PlainProcess(builder.start(), folder, port);
  }

  private static List<String> command(List<String> options, List<String> args) {
    List<String> command = new ArrayList<>();
    if (BINARY.isEmpty()) {
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
      command.add("--enable-native-access=ALL-UNNAMED");
      command.add("--sun-misc-unsafe-memory-access=allow");
      command.addAll(options);
      command.addAll(List.of("-cp", System.getProperty("java.class.path")));
      command.add("dev.hachi.watchdog.Watchdog");
    } else {
      command.add(BINARY);
    }
    command.addAll(args);
    return command;
  }

  Process process() {
    return process;
  }

  String log() throws IOException {
    return Files.readString(folder.resolve("err"));
  }

  /** The port, once the watchdog is healthy. */
  int port() {
    await().atMost(30, TimeUnit.SECONDS).until(() -> log().contains("Metrics listening on port: "));
    return port;
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    var _ = process.destroyForcibly().onExit().join();
  }
}
