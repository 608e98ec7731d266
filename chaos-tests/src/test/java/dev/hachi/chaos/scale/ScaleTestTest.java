package dev.hachi.chaos.scale;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The smallest test there is; {@code ./hachi scale-test} makes them as large as wanted. */
class ScaleTestTest {
  /** Machines that build are slow and busy. */
  private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(10);

  @Test
  void two_replicas_are_measured_and_one_comes_and_goes_without_a_failed_request()
      throws Exception {
    var results =
        ScaleTest.run(
            ScaleOptions.of(
                List.of(
                    "--replicas",
                    "2",
                    "--keys",
                    "300",
                    "--rates",
                    "100",
                    "--seconds",
                    "1",
                    "--warm-up",
                    "1",
                    "--p99-max",
                    Long.toString(ANSWERED_WITHIN.toMillis()))));

    assertThat(results.violations()).isEmpty();
    assertThat(results.cells())
        .singleElement()
        .satisfies(cell -> {
          assertThat(cell.held(ANSWERED_WITHIN)).isPresent();
          assertThat(cell.storeBytesPerKey()).isBetween(2 * 96.0, 2 * 400.0);
          assertThat(cell.residentBytes()).isGreaterThan(2 * 50e6);
          assertThat(cell.rungs().getFirst().cpuMicros()).isPositive();
          assertThat(cell.up().handOvers()).isBetween(20L, 128L);
          assertThat(cell.down().handOvers()).isBetween(20L, 128L);
          assertThat(cell.down().withinSeconds()).isGreaterThanOrEqualTo(cell.down().meanSeconds());
        });
    assertThat(results.large()).hasSize(12);
  }
}
