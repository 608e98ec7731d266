package dev.hachi.benchmarks.report;

import java.util.List;

/** How samples of one figure are spread. */
public record Spread(double least, double median, double most) {
  /** Of at least one; of an even number the median is between the two in the middle. */
  public static Spread of(List<Double> samples) {
    var sorted = samples.stream().sorted().toList();
    var middle = sorted.size() / 2;
    var median =
        sorted.size() % 2 == 1
            ? sorted.get(middle)
            : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    return new Spread(sorted.getFirst(), median, sorted.getLast());
  }
}
