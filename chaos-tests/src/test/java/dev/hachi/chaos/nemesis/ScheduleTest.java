package dev.hachi.chaos.nemesis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hachi.chaos.nemesis.Schedule.Planned;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final EnumSet<Kind> ALL = EnumSet.allOf(Kind.class);

  @Test
  void a_seed_gives_the_same_faults_again_and_another_others() {
    assertThat(Schedule.of(7, MINUTE, ALL)).isEqualTo(Schedule.of(7, MINUTE, List.copyOf(ALL)));
    assertThat(Schedule.of(7, MINUTE, ALL)).isNotEqualTo(Schedule.of(8, MINUTE, ALL));
  }

  @Test
  void faults_that_may_cost_a_replica_rest_between() {
    for (var schedule : many()) {
      var costly = schedule.stream().filter(planned -> planned.kind().costsReplica()).toList();
      for (var number = 1; number < costly.size(); number++) {
        var rest = costly.get(number).at().minus(costly.get(number - 1).end());
        assertThat(rest).isGreaterThanOrEqualTo(Duration.ofSeconds(5));
      }
    }
  }

  @Test
  void others_overlap_them() {
    assertThat(many()).anyMatch(ScheduleTest::overlaps);
  }

  private static boolean overlaps(List<Planned> schedule) {
    for (var number = 1; number < schedule.size(); number++) {
      if (schedule.get(number).at().compareTo(schedule.get(number - 1).end()) < 0) {
        return true;
      }
    }
    return false;
  }

  @Test
  void every_other_pause_is_long_enough_for_others_to_serve_its_keys() {
    for (var seed = 0L; seed < 200; seed++) {
      var pauses = Schedule.of(seed, MINUTE.multipliedBy(3), EnumSet.of(Kind.PAUSE));
      assertThat(pauses).hasSizeGreaterThan(4);
      for (var number = 0; number < pauses.size() - 1; number += 2) {
        assertThat(pauses.get(number).length())
            .isBetween(Duration.ofSeconds(10), Duration.ofSeconds(14));
      }
    }
  }

  @Test
  void the_last_fault_is_over_before_the_end() {
    for (var schedule : many()) {
      var end = schedule.stream().map(Planned::end).max(Comparator.naturalOrder()).orElseThrow();
      assertThat(end).isLessThan(MINUTE.minusSeconds(8));
    }
  }

  @Test
  void only_the_kinds_that_are_asked_for_are_made() {
    assertThat(Schedule.of(7, MINUTE, EnumSet.of(Kind.KILL, Kind.SLOW)))
        .extracting(Planned::kind)
        .contains(Kind.KILL, Kind.SLOW)
        .containsOnly(Kind.KILL, Kind.SLOW);
  }

  private static List<List<Planned>> many() {
    return LongStream.range(0, 200).mapToObj(seed -> Schedule.of(seed, MINUTE, ALL)).toList();
  }
}
