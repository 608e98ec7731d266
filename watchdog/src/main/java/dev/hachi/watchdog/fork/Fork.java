package dev.hachi.watchdog.fork;

import dev.hachi.watchdog.http.BlockingExchange;
import dev.hachi.watchdog.process.Launcher;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The process of one request.
 *
 * <p>Pipes block, so each of them has a platform thread; beside a process that is a small thing.
 */
final class Fork {
  private static final Duration LAST_WORDS = Duration.ofMillis(200);

  private final Process process;
  private final AtomicBoolean killed = new AtomicBoolean();
  private final long deadline;
  private final boolean limited;

  private Fork(Process process, Duration timeout) {
    this.process = process;
    this.limited = !timeout.isZero();
    this.deadline = System.nanoTime() + timeout.toNanos();
  }

  /**
   * Starts the process that answers {@code exchange}; its error output goes to the log.
   *
   * @throws IOException with the words of of-watchdog, when it cannot be started
   */
  static Fork start(Launcher launcher, BlockingExchange exchange, Duration timeout)
      throws IOException {
    Process process =
        launcher.start(
            RequestEnvironment.of(exchange.method(), exchange.target(), exchange.headers()));
    launcher.log("stderr", process.getErrorStream(), System.err);
    return new Fork(process, timeout);
  }

  /** Gives the process its input. */
  @FunctionalInterface
  interface Input {
    void write(OutputStream to) throws IOException, InterruptedException;
  }

  /** Takes the process' output. */
  @FunctionalInterface
  interface Output {
    void take(byte[] bytes, int size) throws IOException, InterruptedException;
  }

  void feed(Input input) {
    Thread.ofPlatform()
        .daemon()
        .name("stdin")
        .start(() -> {
          try (OutputStream to = process.getOutputStream()) {
            input.write(to);
          } catch (IOException | InterruptedException e) {
            // A process that does not read its input may still answer.
          }
        });
  }

  Thread drain(Output output) {
    return Thread.ofPlatform().daemon().name("stdout").start(() -> copy(output));
  }

  private void copy(Output output) {
    byte[] buffer = new byte[32 * 1024];
    try {
      var from = process.getInputStream();
      for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
        output.take(buffer, read);
      }
    } catch (IOException | InterruptedException e) {
      // As for a shell's pipe: who writes on is told by a signal.
      closeOutput();
    }
  }

  private void closeOutput() {
    try {
      process.getInputStream().close();
    } catch (IOException e) {
      // It is closed enough.
    }
  }

  /** Waits until the process and its output have ended; kills both when that takes too long. */
  void await(Thread output) throws InterruptedException {
    if (!joined(output) || !exited()) {
      kill();
      process.waitFor();
      // What it said before should still get through.
      var _ = output.join(LAST_WORDS);
    }
  }

  private boolean joined(Thread output) throws InterruptedException {
    if (!limited) {
      output.join();
      return true;
    }
    long left = deadline - System.nanoTime();
    return output.join(Duration.ofNanos(Math.max(1, left)));
  }

  private boolean exited() throws InterruptedException {
    if (!limited) {
      process.waitFor();
      return true;
    }
    return process.waitFor(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
  }

  /** Ends the process and all that it started, since those may hold the output open. */
  void kill() {
    killed.set(true);
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  /** How it ended, in Go's words; empty when all went well. */
  String failure() {
    int code = process.exitValue();
    if (killed.get()) {
      return "signal: killed";
    }
    return code == 0 ? "" : "exit status " + code;
  }
}
