package dev.hachi.watchdog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** The real process in one of of-watchdog's own modes. */
abstract class PlainProcessFixture {
  // Another program to test than the one of this build.
  private static final String BINARY = System.getProperty("watchdog.binary", "");

  static final String TIME = "\\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d ";

  @TempDir Path folder;
  private @Nullable Process process;
  private int port;

  @AfterEach
  void end() throws InterruptedException {
    if (process != null) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
  }

  final Process start(List<String> options, List<String> args, String... variables)
      throws IOException {
    List<String> command = new ArrayList<>();
    if (BINARY.isEmpty()) {
      command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
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
    port = PlainFixture.freePort();
    ProcessBuilder builder = new ProcessBuilder(command);
    for (String variable : with("port=" + port, "metrics_port=0", "TMPDIR=" + folder, variables)) {
      int equals = variable.indexOf('=');
      builder.environment().put(variable.substring(0, equals), variable.substring(equals + 1));
    }
    builder.redirectOutput(folder.resolve("out").toFile());
    builder.redirectError(folder.resolve("err").toFile());
    Process started = builder.start();
    process = started;
    return started;
  }

  private static List<String> with(String one, String two, String three, String... more) {
    List<String> all = new ArrayList<>(List.of(one, two, three));
    all.addAll(List.of(more));
    return all;
  }

  final Process start(String... variables) throws IOException {
    return start(List.of(), List.of(), variables);
  }

  final Process startFlag(String flag, String... variables) throws IOException {
    return start(List.of(), List.of(flag), variables);
  }

  final String log() throws IOException {
    return Files.readString(folder.resolve("err"));
  }

  /** The port, once the watchdog is healthy. */
  final int port() throws IOException {
    await().atMost(30, TimeUnit.SECONDS).until(() -> log().contains("Metrics listening on port: "));
    return port;
  }

  /** The port of the metrics. */
  final int metricsPort() throws IOException {
    var matcher = Pattern.compile(" Metrics listening on port: (\\d+)\n").matcher(log());
    assertThat(matcher.find()).isTrue();
    return Integer.parseInt(matcher.group(1));
  }

  static String get(int port, String target, String... headers) throws IOException {
    StringBuilder request = new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: h\r\n");
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    return Raw.exchange(port, request + "Connection: close\r\n\r\n");
  }

  static int exitCode(Process ending) throws InterruptedException {
    assertThat(ending.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return ending.exitValue();
  }
}
