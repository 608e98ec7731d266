package dev.hachi.chaos.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hachi.chaos.checker.Undecided;
import dev.hachi.chaos.checker.Violation;
import dev.hachi.chaos.history.Action;
import dev.hachi.chaos.history.Fault;
import dev.hachi.chaos.history.History;
import dev.hachi.chaos.history.Operation;
import dev.hachi.chaos.history.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryTest {
  private static final Outcome GOOD = new Outcome.Value(1);
  private static final Outcome BAD = new Outcome.Unknown("reset");

  private final History history = new History();

  @Test
  void a_run_that_served_enough_under_a_real_fault_is_good() {
    history.add(fault(true));
    history.add(operation(1, GOOD));

    assertThat(Summary.of(history, List.of(), 80).isGood()).isTrue();
  }

  @Test
  void a_run_with_too_few_successes_fails() {
    history.add(fault(true));
    history.add(operation(1, GOOD));
    history.add(operation(2, BAD));

    assertThat(Summary.of(history, List.of(), 80).violations())
        .singleElement()
        .asString()
        .contains("1 of 2 requests were served");
  }

  @Test
  void a_run_without_a_fault_that_really_happened_fails() {
    history.add(fault(false));
    history.add(operation(1, GOOD));

    assertThat(Summary.of(history, List.of(), 80).isGood()).isFalse();
  }

  @Test
  void few_keys_undecided_are_shown_apart_and_many_fail_the_run() {
    history.add(fault(true));
    for (var at = 0; at < 100; at++) {
      history.add(new Operation("k" + at, "id" + at, new Action.Read(), "r", at, at, at + 1, GOOD));
    }
    var undecided = new Undecided("rule", "too many steps", operation(1, GOOD));

    var few = Summary.of(history, List.of(undecided, undecided), 80);
    assertThat(few.isGood()).isTrue();
    assertThat(few.line()).endsWith("0 violations, 2 keys undecided");
    assertThat(Page.of(few, "a run")).contains("Keys undecided: 2", "too many steps");

    var many = Summary.of(history, List.of(undecided, undecided, undecided), 80);
    assertThat(many.violations()).singleElement().asString().contains("3 of 100 keys");
  }

  @Test
  void the_page_shows_the_faults_and_what_was_around_a_violation() {
    history.add(fault(true));
    history.add(operation(1, GOOD));
    history.add(operation(2, new Outcome.Text("<script>")));
    var violation = new Violation("rule", "a sentence", operation(2, new Outcome.Text("<script>")));

    var page = Page.of(Summary.of(history, List.of(violation), 80), "a run");

    assertThat(page)
        .contains("ended with 137", "rule: a sentence", "id1", "<tr class=\"at\">", "<svg")
        .doesNotContain("<script>", "http://", "https://");
  }

  private static Fault fault(boolean happened) {
    return new Fault("kill", "r1.0", 0, 5, "ended with 137", happened);
  }

  private static Operation operation(long at, Outcome outcome) {
    return new Operation("k", "id" + at, new Action.Read(), "r1.0", at, at, at + 1, outcome);
  }
}
