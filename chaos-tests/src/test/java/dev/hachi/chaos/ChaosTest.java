package dev.hachi.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hachi.chaos.checker.Violation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One short run under faults that overlap; {@code ./hachi chaos} makes them as long as wanted. */
class ChaosTest {
  /** Machines that build are slow and busy; how many are served in time, long runs measure. */
  private static final String SERVED_MIN = "50";

  @Test
  void a_counter_stays_linearizable_under_faults_that_overlap() throws Exception {
    var summary =
        Chaos.run(
            Options.of(
                List.of(
                    "--workload", "counter",
                    "--replicas", "3",
                    "--seconds", "25",
                    "--rate", "100",
                    "--nemesis", "kill,pause,partition,scale",
                    "--served-min", SERVED_MIN)));

    System.out.println(summary.line());
    assertThat(summary.violations()).extracting(Violation::toString).isEmpty();
  }
}
