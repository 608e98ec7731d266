package dev.hachi.openfaas.provider;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code ./hachi up} as a process of its own. */
record UpProcess(Process process, Path log) implements AutoCloseable {
  static UpProcess start(Path data, int port) throws IOException {
    var log = Files.createTempFile(data.getParent(), "up", ".log");
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-Dhachi.root=" + Checkout.root(),
            "-cp",
            System.getProperty("java.class.path"),
            Up.class.getName(),
            "--no-samples",
            "--port",
            "" + port,
            "--data",
            data.toString());
    var builder =
        new ProcessBuilder(command)
            .directory(Checkout.root().toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    return new UpProcess(builder.start(), log);
  }

  /** Its port, as soon as it says so. */
  int port() {
    return await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                Files.readString(log)
                    .lines()
                    .filter(line -> line.contains("OpenFaaS is at "))
                    .map(line -> line.replaceFirst(".*:(\\d+),.*", "$1"))
                    .map(Integer::parseInt)
                    .findFirst()
                    .orElse(0),
            port -> port > 0);
  }

  void kill() throws InterruptedException {
    var _ = process.destroyForcibly().waitFor();
  }

  /** Ends it, with its replicas. */
  @Override
  public void close() throws IOException {
    var _ = process.toHandle().destroy();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        var _ = process.destroyForcibly();
        throw new AssertionError("it did not end:\n" + Files.readString(log));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
