package dev.hachi.watchdog.cli;

import dev.hachi.watchdog.Watchdog;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What {@code run --replicas} starts several times. */
@Command(
    name = "replica",
    hidden = true,
    description =
        "Starts the watchdog with the settings of the environment, and ends when its stdin does.")
final class ReplicaCommand implements Runnable {
  @Option(
      names = "--folder",
      paramLabel = "NAME",
      description = "of several functions, the one of this name answers if the settings name none")
  private @Nullable String folder;

  @Override
  public void run() {
    Thread.ofPlatform().daemon().name("parent").start(ReplicaCommand::endWithParent);
    Watchdog.run(System.getenv(), folder);
  }

  /** The parent holds the other end of the pipe as long as it lives, however it ends. */
  private static void endWithParent() {
    try {
      while (System.in.read() >= 0) {
        // It says nothing; only the end counts.
      }
    } catch (IOException e) {
      // The pipe is broken, so there is no parent either.
    }
    Runtime.getRuntime().halt(1);
  }
}
