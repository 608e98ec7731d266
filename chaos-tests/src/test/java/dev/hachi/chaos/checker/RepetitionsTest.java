package dev.hachi.chaos.checker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hachi.chaos.history.Action;
import dev.hachi.chaos.history.Operation;
import dev.hachi.chaos.history.Outcome;
import dev.hachi.chaos.history.Repetition;
import java.util.List;
import org.junit.jupiter.api.Test;

class RepetitionsTest {
  @Test
  void the_first_reply_again_is_good() {
    assertThat(repeated(new Outcome.Value(5))).isEmpty();
  }

  @Test
  void another_reply_is_found() {
    assertThat(repeated(new Outcome.Value(6)))
        .singleElement()
        .asString()
        .contains("id 1 was answered value 5 by r1.0, and value 6 when r2.0 was asked again");
  }

  @Test
  void a_refusal_by_the_handler_is_found_as_it_has_run_again() {
    assertThat(repeated(new Outcome.Failed(Outcome.REFUSED, "not_covered"))).hasSize(1);
  }

  @Test
  void no_reply_says_nothing() {
    assertThat(repeated(new Outcome.Unknown("reset"))).isEmpty();
    assertThat(repeated(new Outcome.Failed(429, "overloaded"))).isEmpty();
    assertThat(repeated(new Outcome.Failed(503, "moved"))).isEmpty();
  }

  @Test
  void only_what_has_changed_something_must_be_answered_the_same_again() {
    assertThat(new Action.Add(1).hasChanged(new Outcome.Value(0))).isTrue();
    assertThat(new Action.Add(1).hasChanged(new Outcome.Unknown("reset"))).isFalse();
    assertThat(new Action.Add(1).hasChanged(new Outcome.Text("{\"adds\":1}"))).isTrue();
    assertThat(new Action.Read().hasChanged(new Outcome.Value(1))).isFalse();
  }

  @Test
  void a_compare_and_set_that_replied_what_it_expected_has_changed_it() {
    var cas = new Action.CompareAndSet(7, 8);

    assertThat(cas.hasChanged(new Outcome.Value(7))).isTrue();
    assertThat(cas.hasChanged(new Outcome.Value(1))).isFalse(); // 1 was there, and is no "true"
    assertThat(cas.hasChanged(new Outcome.Value(8))).isFalse();
    assertThat(cas.hasChanged(new Outcome.Unknown("reset"))).isFalse();
  }

  @Test
  void another_reply_that_is_no_number_is_found_as_well() {
    var action = new Action.Transfer("b", 1);
    var reply = new Outcome.Text("{\"adds\":1,\"release\":1,\"base\":0}");
    var first = new Operation("k", "1", action, "r1.0", 0, 0, 1, reply);
    var other = new Outcome.Text("{\"adds\":1,\"release\":2,\"base\":1}");

    assertThat(Repetitions.violations(List.of(new Repetition(first, "r2.0", reply)))).isEmpty();
    assertThat(Repetitions.violations(List.of(new Repetition(first, "r2.0", other)))).hasSize(1);
  }

  private static List<Violation> repeated(Outcome again) {
    var first = new Operation("k", "1", new Action.Add(1), "r1.0", 0, 0, 1, new Outcome.Value(5));
    return Repetitions.violations(List.of(new Repetition(first, "r2.0", again)));
  }
}
