package dev.hachi.watchdog.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What one replica writes, in a file that begins anew when it is full: one older file is kept
 * beside it. Thread-safe.
 */
final class ReplicaLog {
  private static final long CHARS_MAX = 64L * 1024 * 1024;
  private static final int LAST_LINES = 3;

  private final Path file;
  private final int number;
  private final boolean echo;
  private final Deque<String> last = new ArrayDeque<>();
  private long chars;

  /**
   * A log of nothing yet.
   *
   * @param number the replica's, which begins each echoed line
   * @param echo whether stderr gets the lines as well
   */
  ReplicaLog(Path file, int number, boolean echo) {
    this.file = file;
    this.number = number;
    this.echo = echo;
  }

  Path file() {
    return file;
  }

  /** The end of it, oldest line first. */
  synchronized List<String> lastLines() {
    return List.copyOf(last);
  }

  /** Copies all of {@code output}; returns at its end. */
  void copy(BufferedReader output) {
    try (output) {
      Writer out = Files.newBufferedWriter(file);
      try {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
          if (chars + line.length() > CHARS_MAX) {
            out.close();
            out = anew();
          }
          write(out, line);
          if (!output.ready()) {
            out.flush();
          }
        }
      } finally {
        out.close();
      }
    } catch (IOException | UncheckedIOException e) {
      Hachi.say("the log of replica %d ends here: %s".formatted(number, e.getMessage()));
    }
  }

  private Writer anew() throws IOException {
    Files.move(
        file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
    chars = 0;
    return Files.newBufferedWriter(file);
  }

  private void write(Writer out, String line) throws IOException {
    out.write(line);
    out.write('\n');
    chars += line.length() + 1;
    if (echo) {
      System.err.println("[" + number + "] " + line);
    }
    synchronized (this) {
      last.addLast(line);
      if (last.size() > LAST_LINES) {
        last.removeFirst();
      }
    }
  }
}
