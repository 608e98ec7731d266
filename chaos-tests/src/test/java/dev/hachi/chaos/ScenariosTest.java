package dev.hachi.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hachi.chaos.report.Report;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** What {@link ChaosTest} does not do; {@link Main} runs each scenario as long as wanted. */
class ScenariosTest {
  /** Machines that build are slow and busy; what the times should be, long runs measure. */
  private static final Duration SERVED_AGAIN_WITHIN = Duration.ofSeconds(15);

  @Test
  void an_id_takes_effect_once_whoever_is_asked_and_whoever_dies() throws Exception {
    good(Scenarios.sameId(shortly()));
  }

  @Test
  void an_update_forth_and_back_loses_nothing_and_never_stores_older_over_newer() throws Exception {
    var report =
        VersionsTrial.run(new Settings(100, 200, 1, 1, WarmUp.SECONDS, shortly().seed()), 2, 2);
    assertThat(report.violations()).isEmpty();
    assertThat(report.failures()).isEmpty();
  }

  @Test
  @EnabledIfSystemProperty(
      named = "chaos.long",
      matches = "true",
      disabledReason = "a kill of one of three is tested above; -Dchaos.long=true runs it")
  void the_one_that_is_left_of_two_has_all_state() throws Exception {
    good(Scenarios.pair(shortly()));
  }

  @Test
  void a_message_to_another_function_takes_effect_once_whoever_dies() throws Exception {
    var report = MessagesTrial.run(new Settings(100, 300, 1, 1, WarmUp.SECONDS, shortly().seed()));
    assertThat(report.violations()).isEmpty();
    assertThat(report.failures()).isEmpty();
  }

  @Test
  @EnabledIfSystemProperty(
      named = "chaos.long",
      matches = "true",
      disabledReason = "five replicas at once take a minute; -Dchaos.long=true runs it")
  void state_survives_from_one_replica_to_five_and_back() throws Exception {
    good(Scenarios.five(shortly()));
  }

  private static Settings shortly() {
    return new Settings(200, 500, 1, 1, WarmUp.SECONDS, new SplittableRandom().nextLong(1L << 32));
  }

  private static void good(Report report) {
    assertThat(report.violations()).isEmpty();
    assertThat(report.failures()).isEmpty();
    assertThat(report.recoveries().max()).isLessThan(SERVED_AGAIN_WITHIN);
  }
}
