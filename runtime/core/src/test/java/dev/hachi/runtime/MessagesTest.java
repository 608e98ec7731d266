package dev.hachi.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hachi.function.Bytes;
import dev.hachi.function.Request;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class MessagesTest {
  private static final Address LEDGER = new Address("test", "ledger", "all");

  @BeforeEach
  void noTriesYet() {
    Ledger.TRIES.set(0);
  }

  @Test
  void messages_of_one_key_arrive_once_and_in_order() {
    try (var shop = shop(Limits.DEFAULT)) {
      for (var round = 0; round < 20; round++) {
        assertThat(shop.call("a", "sell", "5")).isEqualTo(Integer.toString(5 * round + 5));
      }

      var expected =
          IntStream.rangeClosed(1, 100)
              .mapToObj(n -> "\"a" + n + "\"")
              .collect(Collectors.toList());
      await().until(() -> notes(shop).equals(expected.toString().replace(" ", "")));
    }
  }

  @Test
  void a_message_whose_handler_fails_is_repeated_until_it_is_taken_once() {
    try (var shop = shop(Limits.DEFAULT)) {
      shop.call("a", "tellByName", "\"noteOnThirdTry\"");

      await().until(() -> notes(shop).equals("[\"by name\"]"));
      assertThat(Ledger.TRIES).hasValue(3);
    }
  }

  @Test
  void a_refused_message_is_dropped_and_lets_the_next_one_pass() {
    try (var shop = shop(Limits.DEFAULT)) {
      shop.call("a", "tellByName", "\"refuse\"");
      shop.call("a", "tellByName", "\"note\"");

      await().until(() -> notes(shop).equals("[\"by name\"]"));
      assertThat(Ledger.TRIES).hasValue(1);
    }
  }

  @Test
  void a_message_waits_for_its_time() {
    try (var shop = shop(Limits.DEFAULT)) {
      var before = System.nanoTime();
      shop.call("a", "tellLater", "300");
      assertThat(notes(shop)).isEqualTo("[]");

      await().until(() -> notes(shop).equals("[\"later\"]"));
      assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(300_000_000);
    }
  }

  @Test
  void a_passivated_key_wakes_up_to_send() {
    try (var shop = shop(Within.idle(Duration.ofMillis(20)))) {
      shop.call("a", "tellLater", "400");

      await().until(() -> notes(shop).equals("[\"later\"]"));
    }
  }

  @Test
  void a_key_may_tell_itself() {
    try (var shop = shop(Limits.DEFAULT)) {
      shop.call("a", "tellSelf", "");

      await().until(() -> shop.call("a", "sold", "").equals("1"));
    }
  }

  @Test
  void a_message_delivered_again_takes_effect_once_until_its_sender_settles_it() {
    try (var shop = shop(Limits.DEFAULT)) {
      var origin = new Origin.Tell(new Address("test", "shop", "z"), 1);

      assertThat(tell(shop, origin)).isEqualTo("1");
      assertThat(tell(shop, origin)).isEqualTo("");
      assertThat(notes(shop)).isEqualTo("[\"z\"]");
    }
  }

  /** Who ran the sender before may still be delivering it. */
  @Test
  void a_message_that_was_loaded_is_not_settled_before_any_earlier_attempt_at_it_is_over() {
    var store = new OwnedStore();
    try (var till = RunningFunction.of(Till.class, Limits.DEFAULT, TestSurroundings.with(store))) {
      till.call("a", "sell", "1"); // nobody takes the note
    }
    var around = TestSurroundings.with(store);
    var types = List.<Class<?>>of(Till.class, Ledger.class);
    var limits = Within.runs(Duration.ofSeconds(4));
    try (var till = RunningFunction.of(types, limits, around, Telemetry.NONE)) {
      till.call("a", "sell", "1");

      await().until(() -> around.events.contains("settle 2"));
      assertThat(till.call("a", "askForNotes", "")).isEqualTo("[\"a1\",\"a2\"]");
      assertThat(around.events).doesNotContain("settle 1");
      await().until(() -> around.events.contains("settle 1"));
    }
  }

  @Test
  void an_inbox_that_is_full_takes_messages_again_when_it_is_settled() {
    try (var shop = shop(Within.messages(new Limits.Messages(1, 1, 1, Duration.ofHours(1))))) {
      var first = new Origin.Tell(new Address("test", "shop", "y"), 1);
      var second = new Origin.Tell(new Address("test", "shop", "z"), 1);

      assertThat(tell(shop, first)).isEqualTo("1");
      assertThat(tell(shop, second)).isEqualTo(FailureCode.OVERLOADED);
      shop.runtime().router().settle(LEDGER, first);
      assertThat(tell(shop, second)).isEqualTo("2");
    }
  }

  @Test
  void an_effect_that_sends_more_than_the_outbox_holds_changes_nothing() {
    try (var shop = shop(Within.messages(new Limits.Messages(3, 3, 3, Duration.ofHours(1))))) {
      assertThat(shop.call("a", "sell", "4")).isEqualTo(FailureCode.OVERLOADED);

      assertThat(shop.call("a", "sold", "")).isEqualTo("0");
      assertThat(shop.call("a", "sell", "3")).isEqualTo("3");
    }
  }

  @Test
  void what_ran_on_a_change_that_was_refused_runs_again_without_it() {
    try (var shop = shop(Within.messages(new Limits.Messages(3, 3, 3, Duration.ofHours(1))))) {
      var replies =
          IntStream.range(0, 300).mapToObj(i -> shop.send("a", "sell", "1")).toList().stream()
              .map(reply -> RunningFunction.text(reply.join()))
              .filter(reply -> !reply.equals(FailureCode.OVERLOADED))
              .toList();

      assertThat(replies)
          .hasSizeBetween(3, 299)
          .containsExactlyElementsOf(
              IntStream.rangeClosed(1, replies.size()).mapToObj(Integer::toString).toList());
      assertThat(shop.call("a", "sold", "")).isEqualTo(Integer.toString(replies.size()));
    }
  }

  @Test
  void what_a_handler_asked_before_it_ran_again_took_effect_once() throws Exception {
    Tally.closeGate();
    try (var shop = shop(Within.messages(new Limits.Messages(1, 9, 9, Duration.ofHours(1))))) {
      var first = shop.send("a", "waitForGate", "");
      Tally.entered.await();
      var refused = shop.send("a", "sell", "2");
      var asks =
          invoke(
              shop,
              new Address("test", "shop", "a"),
              new Origin.Outside(false),
              "askToNote",
              "\"once\"");
      Tally.gate.countDown();

      assertThat(RunningFunction.text(first.join())).isEmpty();
      assertThat(RunningFunction.text(refused.join())).isEqualTo(FailureCode.OVERLOADED);
      assertThat(RunningFunction.text(asks.join())).isEqualTo("1");
      assertThat(notes(shop)).isEqualTo("[\"once\"]");
    }
  }

  @Test
  void a_handler_that_has_to_run_again_does_not_hold_its_key_beyond_its_deadline()
      throws Exception {
    Tally.closeGate();
    try (var shop = shop(Within.messages(new Limits.Messages(1, 9, 9, Duration.ofHours(1))))) {
      var first = shop.send("a", "waitForGate", "");
      Tally.entered.await();
      var refused = shop.send("a", "sell", "2");
      var hanging = shop.send("a", "hang", "", "id", Duration.ofMillis(500));
      Tally.gate.countDown();

      assertThat(RunningFunction.text(first.join())).isEmpty();
      assertThat(RunningFunction.text(refused.join())).isEqualTo(FailureCode.OVERLOADED);
      assertThat(RunningFunction.text(hanging.join())).isEqualTo(FailureCode.DEADLINE);
      assertThat(shop.call("a", "sold", "")).isEqualTo("0");
    }
  }

  @Test
  void a_message_that_nobody_takes_is_dropped_when_it_is_old() {
    try (var shop = shop(Within.messages(new Limits.Messages(1, 1, 1, Duration.ofMillis(150))))) {
      shop.call("a", "tellNobody", "");

      await().until(() -> shop.call("a", "sell", "1").equals("1"));
    }
  }

  @Test
  void a_deleted_key_still_delivers_what_it_had_sent() {
    try (var shop = shop(Limits.DEFAULT)) {
      shop.call("a", "tellLater", "200");
      shop.call("a", "close", "");

      await().until(() -> notes(shop).equals("[\"later\"]"));
    }
  }

  @Test
  void a_message_leaves_only_after_its_commit() {
    try (var shop = shop(Limits.DEFAULT, GatedStore.ID)) {
      var reply = shop.send("a", "sell", "1");
      await().until(() -> GatedStore.WRITES.size() == 1);
      assertThat(RunningFunction.text(ask(shop, "notes").join())).isEqualTo("[]");

      GatedStore.WRITES.getFirst().succeed();

      assertThat(RunningFunction.text(reply.join())).isEqualTo("1");
      await().until(() -> GatedStore.WRITES.size() == 2); // the ledger's
      GatedStore.succeedFromNowOn();
    }
  }

  @Test
  void a_sender_that_forgets_an_acknowledgement_repeats_and_the_message_takes_effect_once() {
    try (var shop = shop(Limits.DEFAULT, GatedStore.ID)) {
      var reply = shop.send("a", "sell", "1");
      succeed(0); // the change and the message
      succeed(1); // the ledger's note
      await().until(() -> GatedStore.WRITES.size() == 3);
      GatedStore.WRITES.get(2).fail(); // the acknowledgement
      GatedStore.succeedFromNowOn();

      assertThat(RunningFunction.text(reply.join())).isEqualTo("1");
      await().until(() -> GatedStore.WRITES.size() > 3); // it was repeated and acknowledged
      assertThat(notes(shop)).isEqualTo("[\"a1\"]");
    }
  }

  @Test
  void everything_sent_is_delivered_before_the_runtime_stops() {
    var shop = shop(Limits.DEFAULT);
    var sold = IntStream.range(0, 50).mapToObj(key -> shop.send("k" + key, "sell", "2")).toList();
    sold.forEach(CompletableFuture::join);

    shop.close();

    assertThat(Ledger.LAST_SIZE).hasValue(100);
  }

  private static void succeed(int write) {
    await().until(() -> GatedStore.WRITES.size() > write);
    GatedStore.WRITES.get(write).succeed();
  }

  private static RunningFunction shop(Limits limits) {
    return shop(limits, FunctionRuntime.MEMORY);
  }

  private static RunningFunction shop(Limits limits, String plugin) {
    return RunningFunction.of(List.of(Till.class, Ledger.class), limits, plugin);
  }

  private static String notes(RunningFunction shop) {
    return RunningFunction.text(ask(shop, "notes").join());
  }

  private static CompletableFuture<Outcome> ask(RunningFunction shop, String handler) {
    return invoke(shop, new Origin.Outside(false), handler, "");
  }

  private static String tell(RunningFunction shop, Origin.Tell origin) {
    var note = "{\"text\":\"z\"}";
    return RunningFunction.text(invoke(shop, origin, "note", note).join());
  }

  private static CompletableFuture<Outcome> invoke(
      RunningFunction shop, Origin origin, String handler, String body) {
    return invoke(shop, LEDGER, origin, handler, body);
  }

  private static CompletableFuture<Outcome> invoke(
      RunningFunction shop, Address address, Origin origin, String handler, String body) {
    var request = new Request("application/json", List.of(), Bytes.utf8(body));
    var deadline = Clock.systemUTC().instant().plusSeconds(10);
    return shop.runtime()
        .router()
        .invoke(
            new Invocation("id-" + origin + handler, origin, address, handler, request, deadline))
        .toCompletableFuture();
  }
}
