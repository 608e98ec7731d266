package dev.hachi.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistogramTest {
  @ParameterizedTest
  @ValueSource(
      longs = {1, 63, 64, 127, 128, 129, 1_000, 123_456_789, 86_400_000_000_000L, Long.MAX_VALUE})
  void a_duration_is_told_with_an_error_of_two_percent_at_most(long nanos) {
    var histogram = new Histogram();

    histogram.add(nanos);

    assertThat(histogram.at(0.5))
        .isGreaterThanOrEqualTo(nanos)
        .isCloseTo(nanos, withinPercentage(1.6));
  }

  @Test
  void percentiles_are_those_of_all_durations() {
    var histogram = new Histogram();

    for (var nanos = 1; nanos <= 10_000; nanos++) {
      histogram.add(nanos * 1_000L);
    }

    assertThat(histogram.count()).isEqualTo(10_000);
    assertThat(histogram.at(0.5)).isCloseTo(5_000_000, withinPercentage(1.6));
    assertThat(histogram.at(0.99)).isCloseTo(9_900_000, withinPercentage(1.6));
    assertThat(histogram.at(1)).isCloseTo(10_000_000, withinPercentage(1.6));
  }

  @Test
  void of_no_durations_each_percentile_is_zero() {
    assertThat(new Histogram().at(0.99)).isZero();
  }
}
