package dev.hachi.openfaas.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Programs of this machine. */
final class Shell {
  private Shell() {}

  static boolean has(String program) {
    return List.of(System.getenv("PATH").split(File.pathSeparator)).stream()
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /** What a command that must succeed within {@code minutes} says. */
  static String run(int minutes, Path folder, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    var log = Files.createTempFile("command", ".log");
    try {
      var builder = new ProcessBuilder(command).directory(folder.toAbsolutePath().toFile());
      builder.environment().putAll(environment);
      var process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
      try {
        var ended = process.waitFor(minutes, TimeUnit.MINUTES);
        var said = Files.readString(log);
        assertThat(ended).as("%s ends in time; it said %s", command, said).isTrue();
        assertThat(process.exitValue()).as("%s said %s", command, said).isZero();
        return said.strip();
      } finally {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } finally {
      Files.delete(log);
    }
  }
}
