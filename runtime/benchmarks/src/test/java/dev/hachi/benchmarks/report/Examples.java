package dev.hachi.benchmarks.report;

import java.util.List;

/** Results as a run writes them. */
final class Examples {
  private Examples() {}

  static Figure rate(Double... values) {
    return new Figure(
        "uniform", "requests/s", Figure.Better.HIGHER, List.of(values), List.of(100.0, 100.0));
  }

  static Figure latency(Double... values) {
    return new Figure("hot", "p99 ms", Figure.Better.LOWER, List.of(values), List.of(1.0, 1.0));
  }

  static Results results(Figure... figures) {
    return results("a counter", false, List.of(), figures);
  }

  static Results results(
      String yardstick, boolean quick, List<String> failures, Figure... figures) {
    return new Results(
        "2026-01-02T03:04:05Z", yardstick, quick, 4, 2, "25", List.of(figures), failures);
  }
}
