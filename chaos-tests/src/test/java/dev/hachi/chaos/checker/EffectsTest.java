package dev.hachi.chaos.checker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hachi.chaos.history.Action;
import dev.hachi.chaos.history.Operation;
import dev.hachi.chaos.history.Outcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EffectsTest {
  private static final Outcome LOST = new Outcome.Unknown("reset");
  private static final Outcome REFUSED = new Outcome.Failed(422, "not_covered");

  @Test
  void money_that_moved_is_good() {
    assertThat(bank(account(90, 1, 0), account(110, 0, 1), of("a", new Outcome.Value(90))))
        .isEmpty();
  }

  @Test
  void a_transfer_in_doubt_may_have_been_made_or_not() {
    assertThat(bank(account(90, 1, 0), account(110, 0, 1), of("a", LOST))).isEmpty();
    assertThat(bank(account(100, 0, 0), account(100, 0, 0), of("a", LOST))).isEmpty();
  }

  @Test
  void money_that_did_not_arrive_is_found() {
    assertThat(bank(account(90, 1, 0), account(100, 0, 0), of("a", new Outcome.Value(90))))
        .anyMatch(violation -> violation.sentence().contains("1 transfers left and 0 arrived"))
        .anyMatch(violation -> violation.sentence().contains("began with 200"));
  }

  @Test
  void money_that_arrived_twice_is_found() {
    assertThat(bank(account(90, 1, 0), account(120, 0, 2), of("a", new Outcome.Value(90))))
        .anyMatch(violation -> violation.sentence().contains("have 210"));
  }

  @Test
  void money_that_arrived_at_another_account_is_found_although_the_sums_are_right() {
    var accounts = Map.of("a", account(90, 1, 0), "b", account(100, 0, 0), "c", account(110, 0, 1));
    var transfer = of("a", new Outcome.Value(90));

    assertThat(Conservation.violations(List.of(transfer), accounts, 100))
        .extracting(Violation::toString)
        .containsExactlyInAnyOrder(
            Effects.RULE
                + ": b: 1 transfers to it were acknowledged, 0 are in doubt, and 0 took effect:"
                + " some are lost",
            Effects.RULE
                + ": c: 0 transfers to it were acknowledged, 0 are in doubt, and 1 took effect:"
                + " some were made twice");
  }

  @Test
  void an_acknowledged_transfer_of_which_nothing_is_left_is_found() {
    assertThat(bank(account(100, 0, 0), account(100, 0, 0), of("a", new Outcome.Value(90))))
        .hasSize(2)
        .allMatch(violation -> violation.sentence().contains("some are lost"));
  }

  @Test
  void a_refused_transfer_that_took_effect_is_found() {
    assertThat(bank(account(90, 1, 0), account(110, 0, 1), of("a", REFUSED)))
        .hasSize(2)
        .allMatch(violation -> violation.sentence().contains("some were made twice"));
  }

  @Test
  void a_timer_that_waits_for_somebody_to_ask_its_key_is_found() {
    assertThat(TimersOnce.unfired(Map.of("a", Map.of("armed", 1L, "fired", 0L))))
        .singleElement()
        .asString()
        .startsWith("timers fire unasked: a: ");
    assertThat(TimersOnce.unfired(Map.of("a", Map.of("armed", 1L, "fired", 1L)))).isEmpty();
    assertThat(TimersOnce.unfired(Map.of("never-armed", Map.of()))).isEmpty();
  }

  @Test
  void a_timer_that_fired_once_is_good() {
    assertThat(timers(1, 1, 0)).isEmpty();
  }

  @Test
  void a_timer_that_never_fired_or_twice_or_early_is_found() {
    assertThat(timers(1, 0, 0)).singleElement().asString().contains("fired 0 times");
    assertThat(timers(1, 2, 0)).singleElement().asString().contains("fired 2 times");
    assertThat(timers(1, 1, 1)).singleElement().asString().contains("before they were due");
  }

  private static List<Violation> bank(
      Map<String, Long> one, Map<String, Long> other, Operation transfer) {
    return Conservation.violations(List.of(transfer), Map.of("a", one, "b", other), 100);
  }

  private static List<Violation> timers(long armed, long fired, long early) {
    var keys = Map.of("a", Map.of("armed", armed, "fired", fired, "early", early));
    return TimersOnce.violations(List.of(of("a", new Outcome.Value(1))), keys);
  }

  private static Map<String, Long> account(long balance, long sent, long received) {
    return Map.of("balance", balance, "sent", sent, "received", received);
  }

  private static Operation of(String key, Outcome outcome) {
    return new Operation(key, "id", new Action.Transfer("b", 10), "r", 0, 0, 1, outcome);
  }
}
