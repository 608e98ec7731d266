package dev.hachi.openfaas.provider.logs;

import dev.hachi.openfaas.provider.contract.FunctionId;
import dev.hachi.openfaas.provider.contract.Messages.LogLine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a function's replicas: those that are there, in order of time, then those to come.
 */
public final class LogStream {
  /** In memory at a time. */
  private static final int LINES_MAX = 10_000;

  private static final int CHUNK_MAX = 1024 * 1024;
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

  private final LogFiles files;
  private final Query query;
  private final Map<Path, Long> positions = new HashMap<>();

  /**
   * What is asked for.
   *
   * @param instance one replica alone; null for all
   * @param since not before this; null for all
   * @param tail the last lines only; 0 for all, up to the limit
   */
  public record Query(
      FunctionId function, @Nullable String instance, @Nullable Instant since, int tail) {}

  private record Line(Instant at, String instance, String text) {}

  /** Of {@code query}. */
  public LogStream(LogFiles files, Query query) {
    this.files = files;
    this.query = query;
  }

  /** The lines that are there. */
  public List<LogLine> present() throws IOException {
    int max = query.tail() <= 0 ? LINES_MAX : Math.min(query.tail(), LINES_MAX);
    List<Line> all = new ArrayList<>();
    for (Path file : files()) {
      all.addAll(last(file, max));
    }
    all.sort(Comparator.comparing(Line::at));
    return all.subList(Math.max(0, all.size() - max), all.size()).stream()
        .map(this::message)
        .toList();
  }

  /** Gives each further line to {@code consumer}, and {@code pulse} a turn after each look. */
  public void follow(Consumer<LogLine> consumer, Runnable pulse)
      throws IOException, InterruptedException {
    while (true) {
      for (Path file : files()) {
        for (Line line : next(file)) {
          consumer.accept(message(line));
        }
      }
      pulse.run();
      Thread.sleep(LOOK_AGAIN);
    }
  }

  private List<Path> files() throws IOException {
    return files.files(query.function()).stream()
        .filter(file -> query.instance() == null || LogFiles.replica(file).equals(query.instance()))
        .toList();
  }

  /** The last {@code max} lines since the time that is asked for. */
  private Deque<Line> last(Path file, int max) throws IOException {
    // What is written from here on belongs to those that follow.
    long end = Files.size(file);
    positions.put(file, end);
    Deque<Line> lines = new ArrayDeque<>();
    Instant at = Instant.EPOCH;
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new Limited(Files.newInputStream(file), end), StandardCharsets.UTF_8))) {
      for (String text = in.readLine(); text != null; text = in.readLine()) {
        at = LineTime.of(text, at);
        if (query.since() == null || !at.isBefore(query.since())) {
          lines.addLast(new Line(at, LogFiles.replica(file), text));
        }
        if (lines.size() > max) {
          var _ = lines.removeFirst();
        }
      }
    }
    return lines;
  }

  /** Whole lines that were written since the last look. */
  private List<Line> next(Path file) throws IOException {
    long from = positions.getOrDefault(file, 0L);
    long size = Files.size(file);
    if (size < from) {
      from = 0; // It was full, and begins anew.
    }
    byte[] chunk = new byte[(int) Math.min(CHUNK_MAX, size - from)];
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      in.seek(from);
      in.readFully(chunk);
    }
    int end = chunk.length;
    while (end > 0 && chunk[end - 1] != '\n') {
      end--;
    }
    if (end == 0 && chunk.length == CHUNK_MAX) {
      end = chunk.length; // A line without end is parted.
    }
    positions.put(file, from + end);
    List<Line> lines = new ArrayList<>();
    Instant now = Instant.now();
    new String(chunk, 0, end, StandardCharsets.UTF_8)
        .lines()
        .forEach(text -> lines.add(new Line(LineTime.of(text, now), LogFiles.replica(file), text)));
    return lines;
  }

  private LogLine message(Line line) {
    return new LogLine(
        query.function().name(),
        query.function().namespace(),
        line.instance(),
        line.at().toString(),
        line.text());
  }
}
