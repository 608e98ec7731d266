package dev.hachi.benchmarks.bench;

import dev.hachi.benchmarks.load.Sample;
import dev.hachi.benchmarks.report.Figure;
import dev.hachi.benchmarks.report.Figure.Better;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the samples of one contestant came to, one after another. */
final class Series {
  private final List<Double> perSecond = new ArrayList<>();
  private final List<Double> p50 = new ArrayList<>();
  private final List<Double> p99 = new ArrayList<>();
  private final List<Double> cpu = new ArrayList<>();

  /**
   * One more.
   *
   * @param spent what all processors spent meanwhile; null when it is not known
   */
  void add(Sample sample, @Nullable Duration spent) {
    perSecond.add(sample.perSecond());
    p50.add(sample.millis(0.5));
    p99.add(sample.millis(0.99));
    if (spent != null) {
      cpu.add(spent.toNanos() / 1e3 / sample.answered());
    }
  }

  /** With the yardstick's beside them. */
  List<Figure> figures(String scenario, Series yardstick) {
    var figures = new ArrayList<Figure>();
    figures.add(new Figure(scenario, "requests/s", Better.HIGHER, perSecond, yardstick.perSecond));
    figures.add(new Figure(scenario, "p50 ms", Better.LOWER, p50, yardstick.p50));
    figures.add(new Figure(scenario, "p99 ms", Better.LOWER, p99, yardstick.p99));
    if (!cpu.isEmpty()) {
      figures.add(new Figure(scenario, "CPU us/request", Better.LOWER, cpu, yardstick.cpu));
    }
    return figures;
  }
}
