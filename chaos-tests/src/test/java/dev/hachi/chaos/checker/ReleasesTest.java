package dev.hachi.chaos.checker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hachi.chaos.history.Action;
import dev.hachi.chaos.history.Operation;
import dev.hachi.chaos.history.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReleasesTest {
  @Test
  void an_update_forth_is_good_also_when_both_releases_reply_at_the_same_time() {
    assertThat(
            Releases.violations(
                List.of(
                    done(0, 10, 1, 0), done(5, 40, 1, 0), done(20, 30, 2, 4), done(50, 60, 2, 4))))
        .isEmpty();
  }

  @Test
  void a_change_by_the_older_release_after_one_by_the_newer_is_found() {
    assertThat(Releases.violations(List.of(done(0, 10, 2, 4), done(11, 20, 1, 0))))
        .extracting(Violation::toString)
        .containsExactly(
            "no older release stores over a newer one: k: i11 was changed by release 1 after"
                + " release 2 had changed it");
  }

  @Test
  void a_state_that_was_upgraded_twice_is_found_though_nobody_saw_it_go_back() {
    assertThat(Releases.violations(List.of(done(0, 10, 2, 4), done(11, 20, 2, 6))))
        .extracting(Violation::toString)
        .containsExactly(
            "no older release stores over a newer one: k: its state was upgraded more than once,"
                + " after [4, 6] changes");
  }

  @Test
  void what_was_not_acknowledged_says_nothing() {
    var failed =
        new Operation("k", "i", new Action.Add(1), "r", 11, 11, 20, new Outcome.Failed(503, "no"));
    assertThat(Releases.violations(List.of(done(0, 10, 2, 4), failed))).isEmpty();
  }

  private static Operation done(long start, long end, int release, long base) {
    var reply = "{\"adds\":1,\"release\":%d,\"base\":%d}".formatted(release, base);
    var id = "i" + start;
    return new Operation(
        "k", id, new Action.Add(1), "r", start, start, end, new Outcome.Text(reply));
  }
}
