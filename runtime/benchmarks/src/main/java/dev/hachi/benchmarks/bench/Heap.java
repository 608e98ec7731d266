package dev.hachi.benchmarks.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The heap of another JVM, by the JDK's {@code jcmd}.
 *
 * @param pid of its process
 * @param folder for what it writes
 */
record Heap(long pid, Path folder) {
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

  /** Dead objects that the collector leaves where they are, as if they were one array. */
  private static final Pattern GAP =
      Pattern.compile("(?m)^ *\\d+: +\\d+ +(\\d+) +\\S*jdk\\.internal\\.vm\\.Filler");

  private static final Pattern PAUSE = Pattern.compile("(?m) Pause .* (\\d+\\.\\d+)ms$");
  private static final int SECONDS_MAX = 120;
  private static final double NEARLY_ALL = 0.999;

  /** Bytes of all objects that are still reachable; collects the garbage before. */
  double liveBytes() throws IOException, InterruptedException {
    return liveBytes(ask("GC.class_histogram"));
  }

  static double liveBytes(String histogram) {
    var total = TOTAL.matcher(histogram);
    if (!total.find()) {
      throw new IllegalStateException("jcmd told no live bytes: " + histogram);
    }
    var gaps =
        GAP.matcher(histogram).results().mapToDouble(gap -> Double.parseDouble(gap.group(1))).sum();
    return Double.parseDouble(total.group(1)) - gaps;
  }

  /** From now on each pause is noted. */
  void notePauses() throws IOException, InterruptedException {
    Files.deleteIfExists(pauses());
    var _ = ask("VM.log", "output=" + pauses(), "what=gc");
  }

  /** Milliseconds that 99.9 % of the pauses do not exceed since they are noted; 0 of none. */
  double longPauseMillis() throws IOException {
    return longest(Files.readString(pauses(), StandardCharsets.UTF_8));
  }

  static double longest(String log) {
    var sorted =
        PAUSE
            .matcher(log)
            .results()
            .map(pause -> Double.parseDouble(pause.group(1)))
            .sorted()
            .toList();
    return sorted.isEmpty() ? 0 : sorted.get((int) Math.ceil(NEARLY_ALL * sorted.size()) - 1);
  }

  private Path pauses() {
    return folder.resolve("gc-" + pid + ".log");
  }

  private String ask(String... question) throws IOException, InterruptedException {
    var printed = folder.resolve("jcmd-" + pid + ".txt");
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    var command = Stream.concat(Stream.of(jcmd, Long.toString(pid)), Stream.of(question)).toList();
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile())
            .start();
    if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IllegalStateException("%s failed; see %s".formatted(command, printed));
    }
    return Files.readString(printed, StandardCharsets.UTF_8);
  }
}
