package dev.hachi.watchdog;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Programs of the machine that a test needs: without them it is skipped, and says why. */
final class Programs {
  private static final int SECONDS_MAX = 60;

  private Programs() {}

  /** Runs {@code command}; when that fails the test is skipped for {@code reason}. */
  static void runOrSkip(String reason, String... command) throws InterruptedException {
    if (!succeeds(command)) {
      System.err.println("skipped: " + reason);
      Assumptions.abort(reason);
    }
  }

  private static boolean succeeds(String... command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(Redirect.DISCARD)
              .start();
      try {
        return process.waitFor(SECONDS_MAX, TimeUnit.SECONDS) && process.exitValue() == 0;
      } finally {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (IOException e) {
      // The program is not there.
      return false;
    }
  }
}
