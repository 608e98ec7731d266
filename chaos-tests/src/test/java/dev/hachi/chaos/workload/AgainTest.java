package dev.hachi.chaos.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hachi.chaos.history.Action;
import dev.hachi.chaos.history.Operation;
import dev.hachi.chaos.history.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AgainTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final Operation ADD = ended(new Action.Add(1));

  private final Again again = new Again();

  @Test
  void a_change_is_asked_for_again_once_when_some_seconds_have_passed() {
    again.ended(ADD);

    assertThat(again.due(2 * SECOND)).isEmpty();
    assertThat(again.due(4 * SECOND)).contains(ADD);
    assertThat(again.due(4 * SECOND)).isEmpty();
  }

  @Test
  void a_read_is_not_asked_for_again() {
    again.ended(ended(new Action.Read()));

    assertThat(again.due(4 * SECOND)).isEmpty();
  }

  @Test
  void what_its_key_may_have_forgotten_is_not_asked_for_again() {
    again.ended(ADD);
    for (var number = 0; number < 64; number++) {
      again.sent(ADD.key());
    }

    assertThat(again.due(4 * SECOND)).isEmpty();
  }

  private static Operation ended(Action action) {
    return new Operation("k", "1", action, "r1.0", 0, 0, SECOND / 2, new Outcome.Value(1));
  }
}
