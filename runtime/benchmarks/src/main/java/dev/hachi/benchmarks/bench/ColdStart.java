package dev.hachi.benchmarks.bench;

import dev.hachi.benchmarks.load.Call;
import dev.hachi.benchmarks.load.Probe;
import dev.hachi.benchmarks.report.Figure;
import dev.hachi.benchmarks.report.Figure.Better;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** From the start of a process to its first answered add. */
record ColdStart() implements Scenario {
  static final Duration ANSWER_WITHIN = Duration.ofSeconds(60);

  @Override
  public String name() {
    return "cold-start";
  }

  /** When the first add was answered, in milliseconds, and of the processors until then. */
  private record Start(double millis, double cpuMillis) {
    static Start since(long begin, Duration cpu) {
      return new Start((System.nanoTime() - begin) / 1e6, cpu.toNanos() / 1e6);
    }
  }

  @Override
  public List<Figure> measure(Rig rig) throws IOException {
    var product = new ArrayList<Start>();
    var yardstick = new ArrayList<Start>();
    for (var start = 0; start < rig.options().starts(); start++) {
      yardstick.add(yardstick(rig));
      product.add(product(rig));
    }
    return List.of(
        new Figure(
            name(),
            "ms to the first answer",
            Better.LOWER,
            product.stream().map(Start::millis).toList(),
            yardstick.stream().map(Start::millis).toList()),
        new Figure(
            name(),
            "CPU ms until then",
            Better.LOWER,
            product.stream().map(Start::cpuMillis).toList(),
            yardstick.stream().map(Start::cpuMillis).toList()));
  }

  private Start product(Rig rig) throws IOException {
    var begin = System.nanoTime();
    try (var running = rig.startOne(name(), "counter")) {
      running.awaitFirstAdd();
      return Start.since(begin, running.cpu());
    }
  }

  private static Start yardstick(Rig rig) throws IOException {
    var begin = System.nanoTime();
    try (var process = rig.startYardstick()) {
      Probe.await(process.server(), Call.counter("").request(0), ANSWER_WITHIN);
      return Start.since(begin, process.cpu());
    }
  }
}
