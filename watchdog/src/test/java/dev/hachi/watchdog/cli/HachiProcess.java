package dev.hachi.watchdog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The command line as a process. */
final class HachiProcess {
  private static final int PATIENCE_SECONDS = 60;

  private HachiProcess() {}

  record Ended(int code, String stdout, String stderr) {}

  /** One of a user whose home is {@code home}. */
  static ProcessBuilder of(Path home, String... arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-Duser.home=" + home);
    command.add("-Dhachi.root=" + Path.of("..").toAbsolutePath().normalize());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Hachi.class.getName());
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command);
    builder.environment().put("TMPDIR", home.toString()); // for a lock of its own
    return builder;
  }

  /** What it said once it has ended. */
  static Ended end(Process process) throws Exception {
    try {
      process.outputWriter().close();
      var stdout = read(process.inputReader());
      var stderr = read(process.errorReader());
      var ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(ended).as("it ends").isTrue();
      return new Ended(
          process.exitValue(),
          stdout.get(PATIENCE_SECONDS, TimeUnit.SECONDS),
          stderr.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    } finally {
      process.destroyForcibly();
    }
  }

  /** In a thread of its own: the common pool has one for all tests, and HTTP clients need it. */
  private static CompletableFuture<String> read(BufferedReader reader) {
    return CompletableFuture.supplyAsync(() -> text(reader), Thread.ofPlatform()::start);
  }

  private static String text(BufferedReader reader) {
    try {
      return reader.readAllAsString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
