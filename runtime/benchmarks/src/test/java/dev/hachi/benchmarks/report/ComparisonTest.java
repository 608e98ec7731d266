package dev.hachi.benchmarks.report;

import static dev.hachi.benchmarks.report.Examples.latency;
import static dev.hachi.benchmarks.report.Examples.rate;
import static dev.hachi.benchmarks.report.Examples.results;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hachi.benchmarks.report.Comparison.Verdict;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  @Test
  void a_rate_below_all_samples_of_the_baseline_is_slower() {
    assertThat(verdict(rate(80.0, 90.0), rate(60.0, 75.0))).isEqualTo(Verdict.SLOWER);
  }

  @Test
  void a_rate_above_all_samples_of_the_baseline_is_faster() {
    assertThat(verdict(rate(60.0, 75.0), rate(80.0, 90.0))).isEqualTo(Verdict.FASTER);
  }

  @Test
  void a_wait_above_all_samples_of_the_baseline_is_slower() {
    assertThat(verdict(latency(1.0, 2.0), latency(2.5, 3.0))).isEqualTo(Verdict.SLOWER);
  }

  @Test
  void what_is_within_the_spread_of_either_run_is_noise() {
    assertThat(verdict(rate(60.0, 90.0), rate(50.0, 61.0))).isEqualTo(Verdict.SAME);
    assertThat(verdict(latency(1.0, 2.0), latency(1.9, 9.0))).isEqualTo(Verdict.SAME);
  }

  @Test
  void less_than_five_percent_is_noise_however_steady_the_samples_are() {
    assertThat(verdict(rate(80.0, 80.0), rate(77.0, 77.0))).isEqualTo(Verdict.SAME);
    assertThat(verdict(rate(80.0, 80.0), rate(75.0, 75.0))).isEqualTo(Verdict.SLOWER);
  }

  @Test
  void a_figure_that_only_one_run_has_is_not_compared() {
    assertThat(Comparison.of(results(rate(80.0, 90.0)), results(latency(1.0, 1.0))).changes())
        .isEmpty();
  }

  @Test
  void a_change_is_told_in_percent_of_the_ratio() {
    var now = rate(60.0, 60.0);
    var comparison = Comparison.of(results(rate(80.0, 80.0)), results(now));

    assertThat(comparison.words(now)).isEqualTo("-25% SLOWER");
    assertThat(comparison.slower()).hasSize(1);
  }

  private static Verdict verdict(Figure before, Figure now) {
    return Comparison.of(results(before), results(now)).changes().getFirst().verdict();
  }
}
