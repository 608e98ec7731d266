package dev.hachi.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hachi.runtime.store.EntityStore;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.typed.ActorSystem;
import org.junit.jupiter.api.Test;

final class ErasedKeysTest {
  private static final Limits SHORT_LIVED = Within.idle(Duration.ofMillis(20));
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final OwnedStore store = new OwnedStore();

  @Test
  void a_deleted_key_leaves_nothing_in_the_store_and_can_be_used_again() {
    try (var tally = tally(SHORT_LIVED)) {
      tally.send("k", "add", "5", "id-1", PATIENCE, false).join();
      await().during(Duration.ofMillis(200)).until(() -> store.records.size() == 1);
      tally.send("k", "forget", "", "id-2", PATIENCE, false).join();

      await().until(store.records::isEmpty);
      for (var i = 1; i <= 20; i++) {
        tally.send("k", "add", "1", "a" + i, PATIENCE, false).join();
        tally.send("k", "forget", "", "f" + i, PATIENCE, false).join();
      }
      assertThat(tally.call("k", "add", "2")).isEqualTo("2");
    }
  }

  @Test
  void it_stays_while_an_id_is_remembered_and_wakes_up_to_be_erased() {
    var ids = new Limits.Ids(128, 64 * 1024, Duration.ofMillis(600));
    try (var tally = tally(Within.ids(SHORT_LIVED, ids))) {
      tally.send("k", "add", "5", "id-1", PATIENCE, true).join();
      tally.send("k", "forget", "", "id-2", PATIENCE, true).join();
      await().during(Duration.ofMillis(200)).until(() -> store.records.size() == 1);

      await().until(store.records::isEmpty);
    }
  }

  @Test
  void a_key_that_has_sent_messages_keeps_counting_them() {
    var types = List.<Class<?>>of(Till.class, Ledger.class);
    var around = new Stored(EntityStore.of(store));
    try (var till = RunningFunction.of(types, SHORT_LIVED, around, Telemetry.NONE)) {
      till.send("a", "sell", "1", "id-1", PATIENCE, false).join();
      till.send("a", "close", "", "id-2", PATIENCE, false).join();
      await().until(() -> store.record("test/shop/a").outbox().isEmpty());

      await().during(Duration.ofMillis(300)).until(() -> store.record("test/shop/a").sent() == 1);
    }
  }

  @Test
  void a_store_that_cannot_delete_keeps_it_and_nobody_notices() {
    store.deletesFail = true;
    try (var tally = tally(SHORT_LIVED)) {
      tally.send("k", "add", "5", "id-1", PATIENCE, false).join();
      tally.send("k", "forget", "", "id-2", PATIENCE, false).join();

      await().during(Duration.ofMillis(200)).until(() -> tally.call("k", "get", "").equals("0"));
      assertThat(tally.call("k", "add", "2")).isEqualTo("2");
    }
  }

  @Test
  void the_store_in_memory_forgets_it_too() {
    var memory = EntityStore.inMemory();
    try (var tally = RunningFunction.of(Tally.class, SHORT_LIVED, new Stored(memory))) {
      var address = tally.address("k");
      tally.send("k", "add", "5", "id-1", PATIENCE, false).join();
      assertThat(memory.load(address).toCompletableFuture().join().stored()).isTrue();

      tally.send("k", "forget", "", "id-2", PATIENCE, false).join();

      await().until(() -> !memory.load(address).toCompletableFuture().join().stored());
      assertThat(tally.call("k", "add", "2")).isEqualTo("2");
    }
  }

  private RunningFunction tally(Limits limits) {
    return RunningFunction.of(Tally.class, limits, new Stored(EntityStore.of(store)));
  }

  /** Alone, with this store. */
  private record Stored(EntityStore entities) implements Surroundings {
    @Override
    public EntityStore store(ActorSystem<?> system) {
      return entities;
    }
  }
}
