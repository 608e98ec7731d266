package dev.hachi.watchdog.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;

/**
 * Passes a process' output on, line by line.
 *
 * <p>A line longer than the limit is parted there; reading never stops, or the process would.
 */
final class LineLog {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss ");
  private static final int FIRST_SIZE = 4096;

  private final String prefix;
  private final boolean prefixed;
  private final int lineMax;
  private final OutputStream to;
  private byte[] line = new byte[FIRST_SIZE];
  private int size;

  /**
   * A log of the stream {@code name}.
   *
   * @param prefixed whether a line begins with the time and the stream's name
   * @param lineMax the longest line, in bytes
   */
  LineLog(String name, boolean prefixed, int lineMax, OutputStream to) {
    this.prefix = name + ": ";
    this.prefixed = prefixed;
    this.lineMax = lineMax;
    this.to = to;
  }

  /** Reads until the end; blocks. */
  void copy(InputStream from) {
    byte[] buffer = new byte[8192];
    try {
      for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
        for (int i = 0; i < read; i++) {
          add(buffer[i]);
        }
      }
    } catch (IOException e) {
      // The process is gone, and its pipe with it.
    }
    if (size > 0) {
      writeLine();
    }
  }

  private void add(byte next) {
    if (next == '\n') {
      writeLine();
      return;
    }
    if (size == lineMax) {
      writeLine();
    }
    if (size == line.length) {
      line = Arrays.copyOf(line, Math.min(lineMax, size * 2));
    }
    line[size++] = next;
  }

  private void writeLine() {
    int end = size > 0 && line[size - 1] == '\r' ? size - 1 : size;
    byte[] head = head();
    byte[] whole = Arrays.copyOf(head, head.length + end + 1);
    System.arraycopy(line, 0, whole, head.length, end);
    whole[whole.length - 1] = '\n';
    size = 0;
    line = line.length > FIRST_SIZE ? new byte[FIRST_SIZE] : line;
    try {
      to.write(whole);
      to.flush();
    } catch (IOException e) {
      // Nobody reads the log; the process must not suffer for it.
    }
  }

  private byte[] head() {
    String text = prefixed ? TIME.format(ZonedDateTime.now(ZoneId.systemDefault())) + prefix : "";
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
