package dev.hachi.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hachi.runtime.store.OwnershipLostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.pekko.Done;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ConfirmedReadsTest {
  private final OwnedStore.Confirming store = new OwnedStore.Confirming();
  private final RunningFunction tally =
      RunningFunction.of(Tally.class, Limits.DEFAULT, TestSurroundings.with(store));

  @AfterEach
  void stop() {
    store.confirmFromNowOn();
    tally.close();
  }

  @Test
  void a_read_is_answered_when_the_store_has_confirmed_it() {
    var read = tally.send("k", "get", "");
    awaitConfirmations(1);
    assertThat(read).isNotDone();

    confirm(0);

    assertThat(RunningFunction.text(read.join())).isEqualTo("0");
  }

  @Test
  void a_handler_that_fails_or_a_known_id_waits_as_well() {
    var refused = tally.send("k", "refuse", "");
    awaitConfirmations(1);
    assertThat(refused).isNotDone();
    confirm(0);
    assertThat(RunningFunction.text(refused.join())).isEqualTo("not_today");

    assertThat(RunningFunction.text(add("id").join())).isEqualTo("5");
    var known = add("id");
    awaitConfirmations(2);
    assertThat(known).isNotDone();
    confirm(1);
    assertThat(RunningFunction.text(known.join())).isEqualTo("5");
  }

  @Test
  void a_change_needs_no_confirmation() {
    assertThat(RunningFunction.text(add("id").join())).isEqualTo("5");
    assertThat(store.confirmations).isEmpty();
  }

  @Test
  void a_confirmation_serves_only_reads_made_before_it_started() {
    var first = tally.send("k", "get", "");
    awaitConfirmations(1);
    var second = tally.send("k", "get", "");
    var third = tally.send("k", "get", "");
    awaitHandlers();

    confirm(0);

    assertThat(RunningFunction.text(first.join())).isEqualTo("0");
    awaitConfirmations(2);
    assertThat(second).isNotDone();
    assertThat(third).isNotDone();
    confirm(1);
    assertThat(RunningFunction.text(second.join())).isEqualTo("0");
    assertThat(RunningFunction.text(third.join())).isEqualTo("0");
    assertThat(store.confirmations).hasSize(2);
  }

  @Test
  void a_commit_that_starts_later_confirms_a_read_that_still_waits_for_its_turn() {
    var first = tally.send("k", "get", "");
    awaitConfirmations(1);
    var second = tally.send("k", "get", "");
    awaitHandlers();

    assertThat(RunningFunction.text(add("id").join())).isEqualTo("5");

    assertThat(RunningFunction.text(second.join())).isEqualTo("0");
    assertThat(first).isNotDone(); // its own confirmation is still on its way
    assertThat(store.confirmations).hasSize(1);
  }

  @Test
  void a_read_of_a_change_on_its_way_waits_for_that_and_for_a_confirmation() {
    var stored = new CompletableFuture<Done>();
    store.committed = stored;
    var change = add("id");
    var read = tally.send("k", "get", "");
    awaitConfirmations(1);

    confirm(0);
    awaitHandlers();
    assertThat(read).isNotDone();
    stored.complete(Done.done());

    assertThat(RunningFunction.text(change.join())).isEqualTo("5");
    assertThat(RunningFunction.text(read.join())).isEqualTo("5");
  }

  @Test
  void a_confirmation_that_outlasts_the_commit_still_holds_the_read() {
    var stored = new CompletableFuture<Done>();
    store.committed = stored;
    var change = add("id");
    var read = tally.send("k", "get", "");
    awaitConfirmations(1);

    stored.complete(Done.done());
    assertThat(RunningFunction.text(change.join())).isEqualTo("5");
    assertThat(read).isNotDone();
    confirm(0);

    assertThat(RunningFunction.text(read.join())).isEqualTo("5");
  }

  @Test
  void a_replaced_owner_answers_moved() {
    var read = tally.send("k", "get", "");
    awaitConfirmations(1);

    store
        .confirmations
        .getFirst()
        .completeExceptionally(new CompletionException(new OwnershipLostException("gone")));

    assertThat(RunningFunction.text(read.join())).isEqualTo(FailureCode.MOVED);
  }

  @Test
  void a_store_that_cannot_confirm_fails_all_that_waits() {
    var read = tally.send("k", "get", "");
    awaitConfirmations(1);

    store.confirmations.getFirst().completeExceptionally(new IllegalStateException("no majority"));

    assertThat(RunningFunction.text(read.join())).isEqualTo(FailureCode.STORE_FAILED);
    store.confirmFromNowOn();
    await().until(() -> tally.call("k", "get", "").equals("0"));
  }

  @Test
  void a_read_that_is_not_confirmed_ends_at_its_deadline() {
    var read = tally.send("k", "get", "", "id", Duration.ofMillis(200));

    assertThat(RunningFunction.text(read.join())).isEqualTo(FailureCode.DEADLINE);
    assertThat(store.confirmations).hasSize(1);
  }

  private CompletableFuture<Outcome> add(String id) {
    return tally.send("k", "add", "5", id, Duration.ofSeconds(10));
  }

  private void awaitConfirmations(int count) {
    await().until(() -> store.confirmations.size() >= count);
  }

  private void confirm(int number) {
    store.confirmations.get(number).complete(Done.done());
  }

  /** All that was sent to the key before has run when this returns. */
  private void awaitHandlers() {
    var before = Tally.RUNS.get();
    var _ = tally.send("k", "getAndCount", "");
    await().until(() -> Tally.RUNS.get() > before);
  }
}
