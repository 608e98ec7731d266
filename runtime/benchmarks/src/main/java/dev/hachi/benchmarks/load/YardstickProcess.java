package dev.hachi.benchmarks.load;

import dev.hachi.chaos.scale.Processes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/** A running {@link Yardstick}; it ends with this, and with the process that started it. */
public final class YardstickProcess implements AutoCloseable {
  private final Process process;
  private final InetSocketAddress server;

  private YardstickProcess(Process process, InetSocketAddress server) {
    this.process = process;
    this.server = server;
  }

  /** Starts one with the product's garbage collector; it listens when this returns. */
  public static YardstickProcess start() throws IOException {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseParallelGC",
                "-XX:+UseCompactObjectHeaders",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Yardstick.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var reader =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    var port = reader.readLine();
    if (port == null) {
      throw new IllegalStateException("the yardstick did not start; the reason is above");
    }
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
    return new YardstickProcess(process, address);
  }

  public InetSocketAddress server() {
    return server;
  }

  public long pid() {
    return process.pid();
  }

  /** The time that all processors spent on it. */
  public Duration cpu() {
    return Processes.cpu(process.toHandle());
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
