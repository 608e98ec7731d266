package dev.hachi.watchdog.cli;

import dev.hachi.watchdog.Training;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** What the launcher lets the JVM watch to make its AOT cache. */
@Command(
    name = "train",
    hidden = true,
    description = "Serves the counter sample for a few requests and ends, for -XX:AOTCacheOutput.")
final class TrainCommand implements Runnable {
  @Parameters(paramLabel = "JAR", description = "the jar of samples/counter")
  private Path jar = Path.of("");

  @Override
  public void run() {
    try {
      Training.run(jar);
    } catch (IOException e) {
      throw new Failure("the training failed: " + e.getMessage(), e);
    }
  }
}
