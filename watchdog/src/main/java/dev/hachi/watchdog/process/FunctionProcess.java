package dev.hachi.watchdog.process;

import dev.hachi.watchdog.config.Command;
import dev.hachi.watchdog.config.PlainSettings;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one long-lived process of mode http. */
public final class FunctionProcess {
  private static final Logger log = LoggerFactory.getLogger(FunctionProcess.class);

  private final Process process;

  private FunctionProcess(Process process) {
    this.process = process;
  }

  /**
   * Starts the function's process.
   *
   * @param ended told the exit code when the process ends, on a thread of its own
   * @throws IOException with one sentence, when it cannot be started
   */
  public static FunctionProcess start(Command command, PlainSettings settings, IntConsumer ended)
      throws IOException {
    log.info(
        "Forking: {}, arguments: {}",
        command.program(),
        "[" + String.join(" ", command.words().subList(1, command.words().size())) + "]");
    Launcher launcher = new Launcher(command, settings);
    Process process = launcher.start(Map.of());
    log.info("Started logging: stderr from function.");
    Thread err = launcher.log("stderr", process.getErrorStream(), System.err);
    log.info("Started logging: stdout from function.");
    Thread out = launcher.log("stdout", process.getInputStream(), System.out);
    var _ =
        process
            .onExit()
            // Not on the common pool, which invocations need for their answers.
            .thenAccept(exited ->
                Thread.ofVirtual()
                    .name("ended")
                    .start(() -> {
                      settle(err);
                      settle(out);
                      ended.accept(exited.exitValue());
                    }));
    return new FunctionProcess(process);
  }

  /** Its last words should be in the log before its end is. */
  private static void settle(Thread logging) {
    try {
      logging.join(TimeUnit.SECONDS.toMillis(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Tells the process to end; it decides when. */
  public void terminate() {
    // The handle leaves the pipes open, so that what the process says on its way out is logged.
    process.toHandle().destroy();
  }

  /** Ends the process and what it started. */
  public void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  /** Its id at the operating system. */
  public long pid() {
    return process.pid();
  }
}
