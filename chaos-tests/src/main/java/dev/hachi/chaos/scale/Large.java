package dev.hachi.chaos.scale;

import dev.hachi.chaos.nemesis.Product;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The forecast of clusters that no machine here could run, by {@code ./hachi placement}: the
 * product's own placement, in a process of its own as everything of the product is.
 *
 * @param figures by name, a map for each row
 * @param text what the command printed
 */
record Large(List<Map<String, Double>> figures, String text) {
  private static final int MINUTES_MAX = 3;

  /** Runs the command; {@code folder} gets what it wrote. */
  static Large forecast(Product product, Path folder) throws IOException, InterruptedException {
    var csv = folder.resolve("placement.csv");
    var printed = folder.resolve("placement.txt");
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + product.options(),
                "-cp",
                product.watchdog().toString(),
                "dev.hachi.watchdog.cli.Hachi",
                "placement",
                "--csv",
                csv.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectOutput(printed.toFile())
            .start();
    var hook = Thread.ofPlatform().unstarted(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      if (!process.waitFor(MINUTES_MAX, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new IllegalStateException("./hachi placement failed; see above and " + printed);
      }
    } finally {
      process.destroyForcibly();
      Runtime.getRuntime().removeShutdownHook(hook);
    }
    var text = Files.readString(printed, StandardCharsets.UTF_8);
    return new Large(read(Files.readAllLines(csv)), text);
  }

  /** A line of names, then lines of figures. */
  static List<Map<String, Double>> read(List<String> lines) {
    var names = lines.getFirst().split(",", -1);
    return lines.stream().skip(1).map(line -> row(names, line.split(",", -1))).toList();
  }

  private static Map<String, Double> row(String[] names, String[] figures) {
    var row = new LinkedHashMap<String, Double>();
    for (var column = 0; column < names.length; column++) {
      row.put(names[column], Double.parseDouble(figures[column]));
    }
    return row;
  }
}
