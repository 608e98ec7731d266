package dev.hachi.openfaas.provider.replicas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hachi.openfaas.provider.replicas.Plan.Drain;
import dev.hachi.openfaas.provider.replicas.Plan.Phase;
import dev.hachi.openfaas.provider.replicas.Plan.Seen;
import dev.hachi.openfaas.provider.replicas.Plan.Start;
import dev.hachi.openfaas.provider.replicas.Plan.Step;
import dev.hachi.openfaas.provider.replicas.Plan.Wanted;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PlanTest {
  @Test
  void all_that_is_missing_starts_at_once() {
    assertThat(Plan.steps(want(3, 1), List.of(ready(1, 1))))
        .containsExactly(new Start(), new Start());
  }

  @Test
  void the_newest_one_goes_and_the_next_only_when_it_has_ended() {
    var three = List.of(ready(1, 1), ready(2, 1), ready(3, 1));

    assertThat(Plan.steps(want(1, 1), three)).containsExactly(new Drain(3));
    assertThat(Plan.steps(want(1, 1), List.of(ready(1, 1), ready(2, 1), draining(3, 1)))).isEmpty();
    assertThat(Plan.steps(want(1, 1), three.subList(0, 2))).containsExactly(new Drain(2));
  }

  @Test
  void at_zero_all_drain_together() {
    assertThat(Plan.steps(want(0, 1), List.of(ready(1, 1), starting(2, 1), draining(3, 1))))
        .containsExactly(new Drain(1), new Drain(2));
  }

  @Test
  void a_new_generation_comes_before_an_old_one_goes() {
    assertThat(Plan.steps(want(2, 2), List.of(ready(1, 1), ready(2, 1))))
        .containsExactly(new Start());
    assertThat(Plan.steps(want(2, 2), List.of(ready(1, 1), ready(2, 1), starting(3, 2)))).isEmpty();
    assertThat(Plan.steps(want(2, 2), List.of(ready(1, 1), ready(2, 1), ready(3, 2))))
        .containsExactly(new Drain(1));
  }

  @Test
  void an_old_one_that_serves_nobody_goes_first() {
    assertThat(Plan.steps(want(1, 2), List.of(starting(1, 1)))).containsExactly(new Drain(1));
  }

  @Test
  void an_old_one_that_is_not_ready_for_a_moment_stays_until_the_new_one_is_ready() {
    assertThat(Plan.steps(want(1, 2), List.of(unready(1, 1)))).containsExactly(new Start());
    assertThat(Plan.steps(want(1, 2), List.of(unready(1, 1), starting(2, 2)))).isEmpty();
    assertThat(Plan.steps(want(1, 2), List.of(unready(1, 1), ready(2, 2))))
        .containsExactly(new Drain(1));
  }

  @Test
  void of_the_old_ones_the_one_that_is_not_ready_goes_first() {
    assertThat(Plan.steps(want(2, 2), List.of(ready(1, 1), unready(2, 1), ready(3, 2))))
        .containsExactly(new Drain(2));
  }

  @Test
  void no_old_one_goes_while_a_new_one_is_not_ready() {
    assertThat(Plan.steps(want(1, 2), List.of(ready(1, 1), unready(2, 2)))).isEmpty();
  }

  @Test
  void an_old_one_that_has_not_been_ready_for_long_does_not_hold_the_update_up() {
    assertThat(Plan.steps(want(1, 2), List.of(new Seen(1, 1, Phase.LOST))))
        .containsExactly(new Drain(1));
  }

  @Test
  void one_that_must_be_alone_waits_until_the_other_has_ended() {
    var alone = new Wanted(1, 2, true);

    assertThat(Plan.steps(alone, List.of(ready(1, 1)))).containsExactly(new Drain(1));
    assertThat(Plan.steps(alone, List.of(draining(1, 1)))).isEmpty();
    assertThat(Plan.steps(alone, List.of())).containsExactly(new Start());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void from_wherever_it_begins_it_ends_with_what_is_wanted_and_serves_meanwhile(long seed) {
    var random = new Random(seed);
    var seen = new ArrayList<Seen>();
    int before = 1 + random.nextInt(4);
    for (int i = 0; i < before; i++) {
      seen.add(ready(i, 1));
    }
    var wanted = want(1 + random.nextInt(5), 1 + random.nextInt(2));
    long number = before;
    for (int turn = 0; turn < 100; turn++) {
      for (Step step : Plan.steps(wanted, List.copyOf(seen))) {
        switch (step) {
          case Start() -> seen.add(starting(number++, wanted.generation()));
          case Drain(var gone) ->
              seen.replaceAll(one -> one.number() == gone ? draining(gone, one.generation()) : one);
        }
      }
      advance(seen, random);
      assertThat(seen.stream().filter(Seen::isReady).count())
          .as("seed %d, turn %d: %s", seed, turn, seen)
          .isGreaterThanOrEqualTo(Math.min(before, wanted.replicas()));
    }

    assertThat(seen)
        .as("seed %d", seed)
        .hasSize(wanted.replicas())
        .allMatch(one -> one.isReady() && one.generation() == wanted.generation());
  }

  /** One that starts becomes ready, or one that drains ends. */
  private static void advance(List<Seen> seen, Random random) {
    var busy = seen.stream().filter(one -> !one.isReady()).toList();
    if (!busy.isEmpty()) {
      var one = busy.get(random.nextInt(busy.size()));
      var _ = seen.remove(one);
      if (one.phase() == Phase.STARTING) {
        seen.add(ready(one.number(), one.generation()));
      }
    }
  }

  private static Wanted want(int replicas, long generation) {
    return new Wanted(replicas, generation, false);
  }

  private static Seen ready(long number, long generation) {
    return new Seen(number, generation, Phase.READY);
  }

  private static Seen starting(long number, long generation) {
    return new Seen(number, generation, Phase.STARTING);
  }

  private static Seen unready(long number, long generation) {
    return new Seen(number, generation, Phase.UNREADY);
  }

  private static Seen draining(long number, long generation) {
    return new Seen(number, generation, Phase.DRAINING);
  }
}
