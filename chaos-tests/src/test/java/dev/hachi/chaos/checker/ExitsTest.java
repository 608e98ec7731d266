package dev.hachi.chaos.checker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hachi.chaos.history.Exit;
import dev.hachi.chaos.history.History;
import org.junit.jupiter.api.Test;

class ExitsTest {
  private final History history = new History();

  @Test
  void who_is_told_to_end_and_ends_with_0_is_good() {
    history.add(new Exit("r1.0", true, 0));

    assertThat(Exits.violations(history)).isEmpty();
    assertThat(history.events()).singleElement().asString().contains("exit 0 of r1.0");
  }

  @Test
  void a_drain_that_ends_with_an_error_is_found() {
    history.add(new Exit("r1.0", true, 1));

    assertThat(Exits.violations(history))
        .singleElement()
        .asString()
        .endsWith(": exit 1 of r1.0, which was told to end");
  }

  @Test
  void a_drain_that_does_not_end_in_time_is_found() {
    history.add(new Exit("r1.0", true, null));

    assertThat(Exits.violations(history))
        .singleElement()
        .asString()
        .contains("r1.0 has not ended in time");
  }

  @Test
  void an_end_that_nobody_asked_for_is_found_whatever_its_code() {
    history.add(new Exit("r1.0", false, 0));
    history.add(new Exit("r2.0", false, 134));

    assertThat(Exits.violations(history)).hasSize(2);
  }

  @Test
  void nothing_is_expected_of_one_that_was_broken() {
    history.broke("r1.0", "kill -9 of");
    history.add(new Exit("r1.0", false, 137));

    assertThat(Exits.violations(history)).isEmpty();
  }
}
