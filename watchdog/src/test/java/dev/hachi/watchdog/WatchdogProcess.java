package dev.hachi.watchdog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The watchdog as a process of its own, on free ports; closing it kills it. */
final class WatchdogProcess implements AutoCloseable {
  private static final Pattern READY = Pattern.compile("is ready on port (\\d+)");
  private static final Pattern METRICS = Pattern.compile("metrics on port (\\d+)");

  private final Process process;
  private final BufferedReader reader;
  private final List<String> lines = new ArrayList<>();

  private WatchdogProcess(Process process) {
    this.process = process;
    this.reader = process.inputReader();
  }

  /** Starts it with {@code environment}; the function and its class are needed there. */
  static WatchdogProcess start(Map<String, String> environment) throws IOException {
    var builder = new ProcessBuilder(java("dev.hachi.watchdog.Watchdog"));
    builder.redirectErrorStream(true);
    builder.environment().putAll(Map.of("mode", "actor", "port", "0", "metrics_port", "0"));
    builder.environment().putAll(environment);
    return new WatchdogProcess(builder.start());
  }

  /** The command that runs {@code mainClass} with all that this test sees. */
  static List<String> java(String mainClass) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "--add-opens=java.base/java.lang=ALL-UNNAMED",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        mainClass);
  }

  /** Waits for the line that says so and returns the public port. */
  int untilReady() throws IOException {
    for (var line = reader.readLine(); line != null; line = reader.readLine()) {
      lines.add(line);
      if (READY.matcher(line).find()) {
        return number(READY);
      }
    }
    throw new AssertionError("the watchdog ended before it was ready: " + lines);
  }

  /** Waits for the end of the output and returns all of it. */
  List<String> untilEnd() throws IOException {
    reader.lines().forEach(lines::add);
    return lines;
  }

  int metricsPort() {
    return number(METRICS);
  }

  private int number(Pattern pattern) {
    var matcher = pattern.matcher(lines.getLast());
    assertThat(matcher.find()).as(lines.getLast()).isTrue();
    return Integer.parseInt(matcher.group(1));
  }

  Process process() {
    return process;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
