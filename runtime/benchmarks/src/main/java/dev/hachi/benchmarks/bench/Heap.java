package dev.hachi.benchmarks.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Asks another JVM for what is live in its heap, by the JDK's {@code jcmd}. */
final class Heap {
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");
  private static final int SECONDS_MAX = 120;

  private Heap() {}

  /** Bytes of all objects that are still reachable; collects the garbage before. */
  static double liveBytes(long pid, Path folder) throws IOException, InterruptedException {
    var printed = folder.resolve("heap-" + pid + ".txt");
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(pid),
                "GC.class_histogram")
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile())
            .start();
    if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("jcmd took longer than " + SECONDS_MAX + " s");
    }
    var total = TOTAL.matcher(Files.readString(printed, StandardCharsets.UTF_8));
    if (!total.find()) {
      throw new IllegalStateException("jcmd told no live bytes; see " + printed);
    }
    Files.delete(printed);
    return Double.parseDouble(total.group(1));
  }
}
