package dev.hachi.watchdog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** The real process in one of of-watchdog's own modes. */
abstract class PlainProcessFixture {
  static final String TIME = "\\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d ";

  @TempDir Path folder;
  private @Nullable PlainProcess started;

  @AfterEach
  void end() {
    if (started != null) {
      started.close();
    }
  }

  final Process start(List<String> options, List<String> args, String... variables)
      throws IOException {
    PlainProcess watchdog = PlainProcess.start(folder, options, args, variables);
    started = watchdog;
    return watchdog.process();
  }

  final Process start(String... variables) throws IOException {
    return start(List.of(), List.of(), variables);
  }

  final Process startFlag(String flag, String... variables) throws IOException {
    return start(List.of(), List.of(flag), variables);
  }

  final String log() throws IOException {
    return Objects.requireNonNull(started).log();
  }

  /** The port, once the watchdog is healthy. */
  final int port() {
    return Objects.requireNonNull(started).port();
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
