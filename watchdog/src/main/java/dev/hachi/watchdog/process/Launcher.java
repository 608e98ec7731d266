package dev.hachi.watchdog.process;

import dev.hachi.watchdog.config.Command;
import dev.hachi.watchdog.config.PlainSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Starts processes of the function. Thread-safe; starting blocks for a moment. */
public final class Launcher {
  private final Command command;
  private final PlainSettings settings;

  /** Starts {@code command}, and logs its output as {@code settings} say. */
  public Launcher(Command command, PlainSettings settings) {
    this.command = command;
    this.settings = settings;
  }

  /**
   * A new process with the watchdog's environment and {@code more}.
   *
   * @throws IOException with the words of of-watchdog, when it cannot be started
   */
  public Process start(Map<String, String> more) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command.words());
    restoreLocale(builder.environment());
    builder.environment().putAll(more);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new IOException(reason(), e);
    }
  }

  /**
   * The launcher gives the JVM a locale of UTF-8, since with another one it garbles what the
   * function's environment should say; the function gets the locale that was meant for it.
   */
  private static void restoreLocale(Map<String, String> environment) {
    String meant = environment.remove("hachi_lc_all");
    if (meant != null && meant.isEmpty()) {
      environment.remove("LC_ALL");
    } else if (meant != null) {
      environment.put("LC_ALL", meant);
    }
  }

  private String reason() {
    String program = command.program();
    if (program.indexOf('/') < 0) {
      return "exec: \"%s\": executable file not found in $PATH".formatted(program);
    }
    boolean there = Files.exists(Path.of(program));
    String why = there ? "permission denied" : "no such file or directory";
    return "fork/exec " + program + ": " + why;
  }

  /** Passes a stream of the process on to the log {@code to}, until it ends. */
  public Thread log(String name, InputStream from, OutputStream to) {
    LineLog log = new LineLog(name, settings.prefixLogs(), settings.lineMax(), to);
    // No virtual thread: reading a pipe would hold its carrier.
    return Thread.ofPlatform().daemon().name("log-" + name).start(() -> log.copy(from));
  }
}
