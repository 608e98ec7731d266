package dev.hachi.chaos.scale;

import dev.hachi.chaos.nemesis.Product;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The command {@code ./hachi scale-test}. */
public final class ScaleTest implements AutoCloseable {
  private static final int MISUSE = 2;

  private final ScaleOptions options;
  private final Product product = Product.find();
  private final Path folder = product.root().resolve("chaos-tests/target/scale");
  private final Bar bar;
  private final long deadline;
  private final List<Cell> cells = new ArrayList<>();
  private final List<String> leftOut = new ArrayList<>();
  private final List<String> violations = new ArrayList<>();
  private @Nullable Site site;
  private boolean closed;

  ScaleTest(ScaleOptions options) throws IOException {
    this.options = options;
    this.deadline = System.nanoTime() + Duration.ofMinutes(options.minutes()).toNanos();
    this.bar =
        new Bar(
            "scale-test", 1 + (options.simulate() ? 0 : options.replicas().size() * stepsEach()));
    Files.createDirectories(folder);
  }

  /** Ends with 0 when nothing failed that should not. */
  public static void main(String[] args) throws Exception {
    var arguments = List.of(args);
    if (arguments.contains("--help") || arguments.contains("-h")) {
      System.out.print(ScaleOptions.HELP);
      return;
    }
    try {
      System.exit(run(ScaleOptions.of(arguments)).isGood() ? 0 : 1);
    } catch (IllegalArgumentException e) {
      System.err.println("scale-test: " + e.getMessage() + "; see ./hachi scale-test --help");
      System.exit(MISUSE);
    }
  }

  /** One test, from the first replica to the page. */
  static Results run(ScaleOptions options) throws Exception {
    try (var test = new ScaleTest(options)) {
      var hook = Thread.ofPlatform().unstarted(test::close); // Ctrl-C must leave no process
      Runtime.getRuntime().addShutdownHook(hook);
      var results = test.run();
      Runtime.getRuntime().removeShutdownHook(hook);
      return results;
    }
  }

  private Results run() throws IOException, InterruptedException {
    if (!options.simulate()) {
      for (var replicas : options.replicas()) {
        measure(replicas);
      }
    }
    bar.step("forecasting large clusters");
    var large = Large.forecast(product, folder);
    var results =
        new Results(
            options,
            Runtime.getRuntime().availableProcessors(),
            List.copyOf(cells),
            List.copyOf(leftOut),
            List.copyOf(violations),
            large.figures(),
            large.text());
    show(results);
    return results;
  }

  // ---- measuring --------------------------------------------------------------------------------

  /** To start, and for each number of keys to fill, to ask at each rate, and to move. */
  private int stepsEach() {
    return 1 + options.keys().size() * (2 + options.rates().size());
  }

  private void measure(int replicas) throws IOException, InterruptedException {
    if (isLate()) {
      options.keys().forEach(keys -> leaveOut(replicas, keys));
      return;
    }
    try (var now = open(replicas)) {
      var measurement = new Measurement(options, now, replicas, bar, violations);
      measurement.begin();
      var step = bar.done();
      for (var keys : options.keys()) {
        if (isLate()) {
          leaveOut(replicas, keys);
        } else {
          cells.add(measurement.cell(keys));
        }
        step += 2 + options.rates().size();
        bar.skipTo(step);
      }
      violations.addAll(now.violations());
    }
  }

  private synchronized Site open(int replicas) throws IOException {
    if (closed) {
      throw new IllegalStateException("the test has ended");
    }
    var name = replicas + "-replicas";
    site = new Site(product, jar(), folder.resolve(name), replicas, options.keys().getLast());
    return site;
  }

  private Path jar() {
    var function = options.function();
    return function == null ? product.sample("counter") : Product.jarOf(function);
  }

  private boolean isLate() {
    return System.nanoTime() > deadline;
  }

  private void leaveOut(int replicas, int keys) {
    leftOut.add("%d replicas, %,d keys".formatted(replicas, keys));
  }

  // ---- showing ----------------------------------------------------------------------------------

  private void show(Results results) throws IOException {
    Files.writeString(folder.resolve("results.json"), Json.of(results) + "\n");
    Files.writeString(folder.resolve("report.html"), ScalePage.of(results));
    bar.say("done");
    if (!options.simulate()) {
      results.table().forEach(System.out::println);
      System.out.printf(
          "All replicas and the load share the %d processors of this machine.%n",
          results.processors());
      results.violations().forEach(sentence -> System.out.println("violation: " + sentence));
      System.out.println(results.line());
      System.out.println();
    }
    System.out.print(results.forecast());
    System.out.println("plots: " + folder.resolve("report.html"));
    System.out.println("figures: " + folder.resolve("results.json"));
  }

  /** Ends all processes, from any thread and more than once. */
  @Override
  public synchronized void close() {
    closed = true;
    if (site != null) {
      site.close();
    }
  }
}
