package dev.hachi.chaos.report;

import dev.hachi.chaos.history.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Operations by the second in which they were due. */
final class Seconds {
  private final List<List<Operation>> bySecond;

  Seconds(List<Operation> operations, long begin, int seconds) {
    this.bySecond = IntStream.range(0, seconds).mapToObj(_ -> operationsOfOne()).toList();
    for (var operation : operations) {
      var second = (int) ((operation.intended() - begin) / 1_000_000_000L);
      bySecond.get(Math.clamp(second, 0, seconds - 1)).add(operation);
    }
  }

  private static List<Operation> operationsOfOne() {
    return new ArrayList<>();
  }

  double[] served() {
    return counts(true);
  }

  double[] unserved() {
    return counts(false);
  }

  private double[] counts(boolean served) {
    return bySecond.stream()
        .mapToDouble(
            ofOne -> ofOne.stream().filter(operation -> operation.isServed() == served).count())
        .toArray();
  }

  /** In percent. */
  double[] availability() {
    return bySecond.stream()
        .mapToDouble(ofOne ->
            ofOne.isEmpty()
                ? Double.NaN
                : 100.0 * ofOne.stream().filter(Operation::isServed).count() / ofOne.size())
        .toArray();
  }

  double[] p50() {
    return bySecond.stream().mapToDouble(ofOne -> millis(spread(ofOne).p50(), ofOne)).toArray();
  }

  double[] p99() {
    return bySecond.stream().mapToDouble(ofOne -> millis(spread(ofOne).p99(), ofOne)).toArray();
  }

  private static Spread spread(List<Operation> ofOne) {
    return Spread.of(ofOne.stream().filter(Operation::isServed).map(Operation::latency).toList());
  }

  private static double millis(Duration duration, List<Operation> ofOne) {
    return ofOne.stream().anyMatch(Operation::isServed) ? duration.toNanos() / 1e6 : Double.NaN;
  }

  /** The longest that one of those due in each second waited for its key, in milliseconds. */
  static double[] gaps(List<Operation> operations, long begin, int seconds) {
    var longest = new double[seconds];
    for (var wait : Gaps.waits(operations)) {
      var second = Math.clamp((wait.due() - begin) / 1_000_000_000L, 0, seconds - 1);
      longest[second] = Math.max(longest[second], wait.length().toNanos() / 1e6);
    }
    return longest;
  }

  static double most(double[] values) {
    return Arrays.stream(values).filter(value -> !Double.isNaN(value)).max().orElse(1);
  }
}
