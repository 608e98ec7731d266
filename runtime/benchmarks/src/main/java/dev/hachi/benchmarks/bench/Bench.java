package dev.hachi.benchmarks.bench;

import dev.hachi.benchmarks.report.BenchPage;
import dev.hachi.benchmarks.report.Comparison;
import dev.hachi.benchmarks.report.Figure;
import dev.hachi.benchmarks.report.Results;
import dev.hachi.benchmarks.report.Table;
import dev.hachi.chaos.nemesis.Product;
import dev.hachi.chaos.scale.Bar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The command {@code ./hachi bench}. */
public final class Bench {
  private static final int MISUSE = 2;
  private static final int NAMES_IN_LINE = 6;

  private final BenchOptions options;
  private final Rig rig;
  private final List<Scenario> scenarios;
  private final Bar bar;
  private final List<Figure> figures = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();

  private Bench(BenchOptions options, Rig rig) {
    this.options = options;
    this.rig = rig;
    this.scenarios = Scenarios.of(options);
    this.bar = new Bar("bench", scenarios.size() + 1);
  }

  /** Ends with 0 when nothing failed and nothing became slower. */
  public static void main(String[] args) throws Exception {
    var arguments = List.of(args);
    if (arguments.contains("--help") || arguments.contains("-h")) {
      System.out.print(BenchOptions.HELP.formatted(names()));
      return;
    }
    try {
      System.exit(run(BenchOptions.of(arguments)) ? 0 : 1);
    } catch (Rig.Ended _) {
      // by Ctrl-C, and so does this process
    } catch (IllegalArgumentException e) {
      System.err.println("bench: " + e.getMessage() + "; see ./hachi bench --help");
      System.exit(MISUSE);
    }
  }

  /** The scenarios in lines that fit into the help. */
  private static String names() {
    var names = new ArrayList<>(Scenarios.NAMES);
    var lines = new ArrayList<String>();
    while (!names.isEmpty()) {
      var line = names.subList(0, Math.min(NAMES_IN_LINE, names.size()));
      lines.add("                      " + String.join(", ", line));
      line.clear();
    }
    return String.join(",\n", lines);
  }

  /** Measures, compares and shows; whether all was good. */
  private static boolean run(BenchOptions options) throws Exception {
    var file = options.baseline();
    var baseline = file == null ? null : Results.read(file);
    if (baseline != null) {
      baseline.checkComparable(options.yardstickName(), options.quick());
    }
    var results = measure(options);
    var comparison = baseline == null ? null : Comparison.of(baseline, results);
    show(options, results, comparison);
    return results.failures().isEmpty()
        && (comparison == null || comparison.slower().findAny().isEmpty());
  }

  /** All scenarios that are asked for, from the first process to the last. */
  static Results measure(BenchOptions options) throws Exception {
    try (var rig = new Rig(options)) {
      var hook = Thread.ofPlatform().unstarted(rig::close); // Ctrl-C must leave no process
      Runtime.getRuntime().addShutdownHook(hook);
      var results = new Bench(options, rig).measure();
      Runtime.getRuntime().removeShutdownHook(hook);
      return results;
    }
  }

  private Results measure() throws IOException, InterruptedException {
    var begin = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    bar.step("warming up the yardstick");
    rig.warmUp();
    for (var scenario : scenarios) {
      bar.step(scenario.name());
      try {
        figures.addAll(scenario.measure(rig));
      } catch (IllegalStateException | UncheckedIOException | IOException e) {
        rig.checkOpen(); // what was ended on purpose did not fail
        failures.add(scenario.name() + ": " + e.getMessage());
        bar.say(failures.getLast());
      }
    }
    bar.say("done");
    return new Results(
        begin.toString(),
        options.yardstickName(),
        options.quick(),
        options.sampleSeconds(),
        Runtime.getRuntime().availableProcessors(),
        Runtime.version().toString(),
        List.copyOf(figures),
        List.copyOf(failures));
  }

  // ---- showing ----------------------------------------------------------------------------------

  private static void show(BenchOptions options, Results results, @Nullable Comparison comparison)
      throws IOException {
    var folder = Rig.folder(Product.find());
    results.write(folder.resolve("results.json"));
    Files.writeString(folder.resolve("report.html"), BenchPage.of(results, comparison));
    if (options.save() != null) {
      results.write(options.save());
    }
    Table.of(results, comparison).forEach(System.out::println);
    results.failures().forEach(sentence -> System.out.println("failed: " + sentence));
    if (comparison != null) {
      System.out.println(slower(comparison));
    }
    System.out.println("plots: " + folder.resolve("report.html"));
    System.out.println("figures: " + folder.resolve("results.json"));
  }

  private static String slower(Comparison comparison) {
    var names =
        comparison
            .slower()
            .map(change -> change.scenario() + " (" + change.name() + ")")
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "nothing became slower" : "slower: " + names;
  }
}
