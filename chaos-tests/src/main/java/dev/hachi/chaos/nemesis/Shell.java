package dev.hachi.chaos.nemesis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Commands of the system. */
final class Shell {
  private static final int SECONDS_MAX = 20;

  private Shell() {}

  /** What a command came to; 127 is one that is not there. */
  record Result(int code, String output) {}

  /** Runs a command whose output is short. */
  static Result run(List<String> command) throws InterruptedException {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return new Result(124, "took longer than " + SECONDS_MAX + " s");
      }
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Result(process.exitValue(), output.strip());
    } catch (IOException e) {
      return new Result(127, String.valueOf(e.getMessage()));
    }
  }

  /** Runs words parted by spaces, and fails when the command does. */
  static String must(String command) throws InterruptedException {
    var result = run(List.of(command.split(" ")));
    if (result.code() != 0) {
      throw new UncheckedIOException(
          new IOException(
              "%s ended with %d: %s".formatted(command, result.code(), result.output())));
    }
    return result.output();
  }
}
