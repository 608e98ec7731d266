package dev.hachi.openfaas.scaler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hachi.openfaas.scaler.Decision.Held;
import dev.hachi.openfaas.scaler.Decision.Scale;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JudgeTest {
  private static final ScaleRules RULES =
      new ScaleRules(0.75, 0.5, 100, 1000, Duration.ofSeconds(30), Duration.ofMinutes(10));
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final ReplicaLoad IDLE = new ReplicaLoad(0, 1000, 0, 0);
  private static final ReplicaLoad FULL = new ReplicaLoad(900, 1000, 0, 0);

  // Such clocks may be negative and overflow.
  private long now = Long.MAX_VALUE - 100 * SECOND;
  private final Judge judge = new Judge(RULES, now);

  // ---- when -------------------------------------------------------------------------------------

  @Test
  void the_first_decision_is_a_pause_away_as_an_earlier_leader_may_just_have_decided() {
    var hot = seen(FULL, 1, 1);

    assertThat(lookFor(29, hot)).isNull();
    assertThat(lookFor(1, hot)).isEqualTo(Reason.MEMORY);
  }

  @Test
  void one_hot_look_or_two_are_no_reason_for_more() {
    var _ = lookFor(60, seen(IDLE, 1, 1));

    assertThat(lookFor(2, seen(FULL, 1, 1))).isNull();
    assertThat(lookFor(1, seen(IDLE, 1, 1))).isNull();
    assertThat(lookFor(2, seen(FULL, 1, 1))).isNull();
    assertThat(lookFor(1, seen(FULL, 1, 1))).isEqualTo(Reason.MEMORY);
  }

  @Test
  void looks_before_a_replica_fell_silent_do_not_count() {
    var _ = lookFor(60, seen(IDLE, 1, 1));
    var _ = lookFor(2, seen(FULL, 1, 1));

    judge.blind(now);

    assertThat(lookFor(2, seen(FULL, 1, 1))).isNull();
    assertThat(lookFor(1, seen(FULL, 1, 1))).isEqualTo(Reason.MEMORY);
  }

  @Test
  void the_fullest_of_memory_requests_and_waiting_invocations_is_the_reason() {
    assertThat(demand(seen(new ReplicaLoad(800, 1000, 90, 0), 1, 1)).hot())
        .containsExactly(Reason.IN_FLIGHT, Reason.MEMORY);
    assertThat(demand(seen(new ReplicaLoad(0, 1000, 74, 5000), 1, 1)).hot())
        .containsExactly(Reason.WAITING);
  }

  @Test
  void what_has_no_limit_is_no_reason() {
    var rules = new ScaleRules(0.75, 0.5, 0, 0, RULES.pause(), RULES.calm());

    var demand = new Demand(seen(new ReplicaLoad(0, 1000, 9000, 9000), 1, 1), rules);

    assertThat(demand.hot()).isEmpty();
  }

  @Test
  void one_fewer_is_wished_only_after_a_long_calm() {
    var calm = seen(IDLE, 2, 1);

    assertThat(lookFor(599, calm)).isNull();
    assertThat(lookFor(1, calm)).isEqualTo(Reason.CALM);
  }

  @Test
  void a_single_look_that_is_not_calm_starts_the_calm_anew() {
    var calm = seen(IDLE, 2, 1);
    var _ = lookFor(599, calm);

    assertThat(lookFor(1, seen(new ReplicaLoad(0, 1000, 60, 0), 2, 1))).isNull();

    assertThat(lookFor(599, calm)).isNull();
    assertThat(lookFor(1, calm)).isEqualTo(Reason.CALM);
  }

  @Test
  void it_is_not_calm_while_shards_move_copies_are_made_or_a_replica_drains() {
    var moving = new Sight(Collections.nCopies(2, IDLE), 1, false);

    assertThat(lookFor(3000, moving)).isNull();
  }

  @Test
  void it_is_not_calm_when_the_others_would_be_too_full() {
    var third = new ReplicaLoad(340, 1000, 0, 0);

    // 340 of 1000 on each of three is 510 on each of two.
    assertThat(demand(seen(third, 3, 1)).isCalm()).isFalse();
    assertThat(demand(seen(new ReplicaLoad(330, 1000, 0, 0), 3, 1)).isCalm()).isTrue();
  }

  @Test
  void a_single_replica_is_never_too_many() {
    assertThat(lookFor(3000, seen(IDLE, 1, 1))).isNull();
  }

  @Test
  void between_two_thresholds_nothing_happens() {
    assertThat(lookFor(3000, seen(new ReplicaLoad(600, 1000, 60, 600), 3, 1))).isNull();
  }

  // ---- how many more ----------------------------------------------------------------------------

  @Test
  void it_asks_for_as_many_as_it_takes() {
    // 4 replicas with 90 of 100 requests each: five would have 72.
    var four = seen(new ReplicaLoad(0, 1000, 90, 0), 4, 1);

    assertThat(decide(Reason.IN_FLIGHT, four, deployed(1, 9, 4)))
        .isEqualTo(new Scale(Reason.IN_FLIGHT, 4, 5));
  }

  @Test
  void it_asks_for_twice_as_many_at_most_and_never_for_more_than_the_label_allows() {
    var flood = seen(new ReplicaLoad(0, 1000, 100, 90_000), 3, 1);

    assertThat(decide(Reason.WAITING, flood, deployed(1, 20, 3)))
        .isEqualTo(new Scale(Reason.WAITING, 3, 6));
    assertThat(decide(Reason.WAITING, flood, deployed(1, 4, 3)))
        .isEqualTo(new Scale(Reason.WAITING, 3, 4));
  }

  @Test
  void memory_needs_more_replicas_than_copies_since_up_to_so_many_store_everything() {
    // With 3 copies two and three replicas would store as much each; four store three quarters.
    assertThat(decide(Reason.MEMORY, seen(FULL, 1, 3), deployed(1, 5, 1)))
        .isEqualTo(new Scale(Reason.MEMORY, 1, 4));
  }

  @Test
  void more_replicas_that_would_be_as_full_are_not_asked_for() {
    assertThat(ending(decide(Reason.MEMORY, seen(FULL, 1, 3), deployed(1, 3, 1))))
        .isEqualTo(Ending.NO_RELIEF);
  }

  @Test
  void what_more_replicas_help_with_is_seen_beside_what_they_do_not_help_with() {
    var both = seen(new ReplicaLoad(900, 1000, 80, 0), 1, 3);

    assertThat(decide(Reason.MEMORY, both, deployed(1, 3, 1)))
        .isEqualTo(new Scale(Reason.IN_FLIGHT, 1, 2));
  }

  @Test
  void one_full_replica_among_empty_ones_is_a_reason_as_it_refuses_commits_for_all() {
    var sight = new Sight(List.of(FULL, new ReplicaLoad(100, 1000, 0, 0)), 1, true);

    assertThat(demand(sight).hot()).containsExactly(Reason.MEMORY);
  }

  @Test
  void at_the_maximum_it_holds_and_names_the_label() {
    var held = decide(Reason.MEMORY, seen(FULL, 3, 1), deployed(1, 3, 3));

    assertThat(ending(held)).isEqualTo(Ending.AT_MAX);
    assertThat(((Held) held).why()).contains("com.openfaas.scale.max is 3");
  }

  @Test
  void replicas_that_are_on_their_way_are_waited_for() {
    var hot = seen(FULL, 2, 1);

    assertThat(ending(decide(Reason.MEMORY, hot, new Deployed(OptionalInt.of(1), 5, 3, 2))))
        .isEqualTo(Ending.UNSETTLED);
    assertThat(ending(decide(Reason.MEMORY, hot, new Deployed(OptionalInt.of(1), 5, 3, 3))))
        .isEqualTo(Ending.UNSETTLED); // one is ready, but no member yet
  }

  // ---- how many fewer ---------------------------------------------------------------------------

  @Test
  void it_goes_down_one_by_one() {
    assertThat(decide(Reason.CALM, seen(IDLE, 5, 1), deployed(1, 5, 5)))
        .isEqualTo(new Scale(Reason.CALM, 5, 4));
  }

  @Test
  void never_below_the_label() {
    assertThat(ending(decide(Reason.CALM, seen(IDLE, 2, 1), deployed(2, 5, 2))))
        .isEqualTo(Ending.AT_MIN);
  }

  @Test
  void without_a_label_never_below_the_copies_and_with_it_as_low_as_it_says() {
    var three = seen(IDLE, 3, 3);

    assertThat(ending(decide(Reason.CALM, three, new Deployed(OptionalInt.empty(), 5, 3, 3))))
        .isEqualTo(Ending.AT_MIN);
    assertThat(decide(Reason.CALM, three, deployed(1, 5, 3)))
        .isEqualTo(new Scale(Reason.CALM, 3, 2));
  }

  @Test
  void nobody_is_taken_while_the_gateway_and_the_cluster_see_another_number() {
    var three = seen(IDLE, 3, 1);

    for (var other :
        new Deployed[] {
          new Deployed(OptionalInt.of(1), 5, 3, 2),
          new Deployed(OptionalInt.of(1), 5, 3, 4),
          new Deployed(OptionalInt.of(1), 5, 2, 2),
          new Deployed(OptionalInt.of(1), 5, 4, 4)
        }) {
      assertThat(ending(decide(Reason.CALM, three, other))).isEqualTo(Ending.UNSETTLED);
    }
  }

  // ---- after a decision -------------------------------------------------------------------------

  @Test
  void after_each_decision_it_pauses() {
    var hot = seen(FULL, 1, 1);
    var _ = lookFor(60, hot);

    judge.ended(Ending.ACCEPTED, 2, now);

    assertThat(lookFor(29, hot)).isNull();
    assertThat(lookFor(1, hot)).isEqualTo(Reason.MEMORY);
  }

  @Test
  void after_one_fewer_a_whole_calm_passes_before_the_next() {
    var calm = seen(IDLE, 3, 1);
    assertThat(lookFor(600, calm)).isEqualTo(Reason.CALM);

    judge.ended(Ending.ACCEPTED, 0, now);

    assertThat(lookFor(599, seen(IDLE, 2, 1))).isNull();
    assertThat(lookFor(1, seen(IDLE, 2, 1))).isEqualTo(Reason.CALM);
  }

  @Test
  void with_as_few_as_may_be_the_gateway_is_left_alone_for_a_calm() {
    var calm = seen(IDLE, 3, 3);
    assertThat(lookFor(600, calm)).isEqualTo(Reason.CALM);

    judge.ended(Ending.AT_MIN, 0, now);

    assertThat(lookFor(599, calm)).isNull();
  }

  @Test
  void a_gateway_that_fails_is_asked_less_and_less_but_at_least_every_ten_minutes() {
    var hot = seen(FULL, 1, 1);
    assertThat(lookFor(30, hot)).isEqualTo(Reason.MEMORY);
    for (var pause : new int[] {60, 120, 240, 480, 600, 600}) {
      judge.ended(Ending.UNREACHABLE, 0, now);

      assertThat(lookFor(pause - 1, hot)).as("within %d s", pause).isNull();
      assertThat(lookFor(1, hot)).as("after %d s", pause).isEqualTo(Reason.MEMORY);
    }
  }

  @Test
  void many_failures_do_not_overflow_the_pause() {
    for (var failure = 0; failure < 100; failure++) {
      judge.ended(Ending.REFUSED, 0, now);
    }

    assertThat(lookFor(599, seen(FULL, 1, 1))).isNull();
    assertThat(lookFor(1, seen(FULL, 1, 1))).isEqualTo(Reason.MEMORY);
  }

  @Test
  void once_it_was_cool_failures_are_forgotten() {
    var hot = seen(FULL, 1, 1);
    var _ = lookFor(30, hot);
    for (var failure = 0; failure < 5; failure++) {
      judge.ended(Ending.AT_MAX, 0, now);
    }
    var _ = lookFor(600, hot);
    var _ = lookFor(1, seen(IDLE, 1, 1));
    var _ = lookFor(3, hot);

    judge.ended(Ending.AT_MAX, 0, now);

    assertThat(lookFor(60, hot)).isEqualTo(Reason.MEMORY);
  }

  @Test
  void a_provider_that_agrees_and_does_nothing_is_found_out() {
    var hot = seen(FULL, 1, 1);
    judge.ended(Ending.ACCEPTED, 2, now);

    assertThat(ending(decide(Reason.MEMORY, hot, deployed(1, 5, 1)))).isEqualTo(Ending.IGNORED);
    // Asked once more later: it may have been an operator who scaled down.
    assertThat(decide(Reason.MEMORY, hot, deployed(1, 5, 1)))
        .isEqualTo(new Scale(Reason.MEMORY, 1, 2));
  }

  // ---- what is seen -----------------------------------------------------------------------------

  private @Nullable Reason lookFor(int seconds, Sight sight) {
    Reason reason = null;
    for (var second = 0; second < seconds && reason == null; second++) {
      now += SECOND;
      reason = judge.look(demand(sight), now);
    }
    return reason;
  }

  private Decision decide(Reason reason, Sight sight, Deployed deployed) {
    return judge.decide(reason, demand(sight), deployed);
  }

  private static Ending ending(Decision decision) {
    assertThat(decision).isInstanceOf(Held.class);
    return ((Held) decision).ending();
  }

  private static Demand demand(Sight sight) {
    return new Demand(sight, RULES);
  }

  private static Sight seen(ReplicaLoad each, int count, int copies) {
    return new Sight(Collections.nCopies(count, each), copies, true);
  }

  private static Deployed deployed(int min, int max, int replicas) {
    return new Deployed(OptionalInt.of(min), max, replicas, replicas);
  }
}
