package dev.hachi.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class CommitTest {
  @Test
  void a_reply_leaves_only_after_its_commit() {
    try (var tally = RunningFunction.of(Tally.class, Limits.DEFAULT, GatedStore.ID)) {
      var reply = tally.send("k", "add", "5");
      awaitWrites(1);
      assertThat(reply).isNotDone();

      GatedStore.WRITES.getFirst().succeed();

      assertThat(RunningFunction.text(reply.join())).isEqualTo("5");
    }
  }

  @Test
  void changes_made_while_a_commit_is_on_its_way_share_the_next_one() {
    try (var tally = RunningFunction.of(Tally.class, Limits.DEFAULT, GatedStore.ID)) {
      var first = tally.send("k", "add", "1");
      awaitWrites(1);
      var second = tally.send("k", "add", "1");
      var third = tally.send("k", "add", "1");
      var read = tally.send("k", "get", "");
      var again = tally.send("k", "who", "");
      GatedStore.WRITES.get(0).succeed();
      assertThat(RunningFunction.text(first.join())).isEqualTo("1");
      awaitWrites(2);
      assertThat(second).isNotDone();
      GatedStore.WRITES.get(1).succeed();

      // The group is all three when they ran in time; otherwise a third commit takes the rest.
      await().until(() -> openWritesAreAnswered() && third.isDone());
      assertThat(RunningFunction.text(second.join())).isEqualTo("2");
      assertThat(RunningFunction.text(third.join())).isEqualTo("3");
      assertThat(RunningFunction.text(read.join())).isEqualTo("3");
      assertThat(RunningFunction.text(again.join())).startsWith("\"k");
    }
  }

  @Test
  void a_read_of_an_uncommitted_change_waits_for_its_commit() throws Exception {
    try (var tally = RunningFunction.of(Tally.class, Limits.DEFAULT, GatedStore.ID)) {
      var change = tally.send("k", "add", "5");
      awaitWrites(1);
      var read = tally.send("k", "get", "", "r", Duration.ofMillis(300));

      assertThat(RunningFunction.text(read.join())).isEqualTo(FailureCode.DEADLINE);
      GatedStore.WRITES.getFirst().succeed();
      assertThat(RunningFunction.text(change.join())).isEqualTo("5");
    }
  }

  @Test
  void a_failed_commit_fails_all_that_stems_from_it_and_the_key_goes_on_from_the_store() {
    try (var tally = RunningFunction.of(Tally.class, Limits.DEFAULT, GatedStore.ID)) {
      var change = tally.send("k", "add", "5");
      awaitWrites(1);
      var read = tally.send("k", "get", "");

      GatedStore.WRITES.getFirst().fail();

      assertThat(RunningFunction.text(change.join())).isEqualTo(FailureCode.STORE_FAILED);
      assertThat(RunningFunction.text(read.join()))
          .isIn(FailureCode.STORE_FAILED, "0"); // the latter when it came after the restart
      await().until(() -> tally.call("k", "get", "").equals("0"));
    }
  }

  private static void awaitWrites(int count) {
    await().until(() -> GatedStore.WRITES.size() >= count);
  }

  private static boolean openWritesAreAnswered() {
    GatedStore.WRITES.stream()
        .filter(write -> !write.end().isDone())
        .forEach(GatedStore.Write::succeed);
    return GatedStore.WRITES.stream().allMatch(write -> write.end().isDone());
  }
}
