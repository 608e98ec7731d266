package dev.hachi.benchmarks.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hachi.benchmarks.report.Figure;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The smallest run there is; {@code ./hachi bench} makes them as long as wanted. */
class BenchTest {
  @Test
  void messages_of_a_real_replica_are_measured_beside_the_yardstick() throws Exception {
    var results = Bench.measure(BenchOptions.of(List.of("--quick", "--only", "tell")));

    assertThat(results.failures()).isEmpty();
    assertThat(results.figures())
        .extracting(Figure::name)
        .containsExactly("requests/s", "p50 ms", "p99 ms", "CPU us/request");
    assertThat(results.figures())
        .allSatisfy(figure -> {
          assertThat(figure.values())
              .hasSize(3)
              .allSatisfy(value -> assertThat(value).isPositive());
          assertThat(figure.ratio()).isNotNull();
        });
  }
}
