package dev.hachi.sharding.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.EnumSource.Mode.EXCLUDE;

import dev.hachi.sharding.placement.Member;
import dev.hachi.sharding.replication.LocalShard;
import dev.hachi.sharding.replication.Outbound;
import dev.hachi.sharding.replication.WrongRules;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Execution(ExecutionMode.CONCURRENT)
class SimulateTest {
  /** In how many schedules, from its first seed on, what is wrong must be noticed. */
  private static final int BOUND = 3000;

  @Test
  void hostile_schedules_break_no_promise() throws InterruptedException {
    var begin = Instant.now();
    var result = new Simulate().run(0, 400, done -> {});
    var totals = result.totals();
    var time = Duration.between(begin, Instant.now());
    System.out.printf("%s in %d ms%n", totals, time.toMillis());
    assertThat(result.violation()).isNull();
    assertThat(totals.schedules).isEqualTo(400);
    assertThat(totals.acknowledged).isGreaterThan(50_000);
    assertThat(totals.reads).isGreaterThan(20_000);
    assertThat(totals.forgotten).isGreaterThan(3_000);
    assertThat(totals.acquisitions).isGreaterThan(2_500);
    assertThat(totals.handOvers).isGreaterThan(300);
    assertThat(totals.degraded).isGreaterThan(10);
    assertThat(totals.failures).isGreaterThan(120);
    assertThat(totals.drained).isGreaterThan(2_000);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3, 4, 5})
  void the_same_seed_is_the_same_schedule(long seed) {
    assertThat(new Simulate().trace(seed)).hasSizeGreaterThan(100);
    assertThat(new Simulate().trace(seed)).isEqualTo(new Simulate().trace(seed));
  }

  /** All but two that chance comes upon too seldom: ScenesTest has these. */
  @ParameterizedTest
  @EnumSource(
      mode = EXCLUDE,
      names = {"ENTITIES_KEPT_OVER_ANOTHER_OWNER", "LEAVES_WITH_THE_ONLY_COPY"})
  void a_wrong_rule_is_noticed(WrongRules wrong) throws InterruptedException {
    var practice =
        new Practice() {
          @Override
          LocalShard replica(Member self, Outbound out) {
            return wrong.apply(self, out);
          }
        };
    isNoticed(new Simulate(practice), wrong.from());
  }

  @ParameterizedTest
  @EnumSource
  void a_wrong_habit_of_entities_is_noticed(WrongHabit wrong) throws InterruptedException {
    isNoticed(new Simulate(wrong.practice()), wrong.from());
  }

  private static void isNoticed(Simulate simulate, long from) throws InterruptedException {
    var violation = simulate.run(from, BOUND, done -> {}).violation();
    if (violation == null) {
      throw new AssertionError("no violation in the seeds %d to %d".formatted(from, from + BOUND));
    }
    assertThat(simulate.trace(violation.seed()).getLast()).isEqualTo(violation.toString());
  }
}
