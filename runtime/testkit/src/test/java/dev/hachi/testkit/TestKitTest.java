package dev.hachi.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.groups.Tuple.tuple;

import dev.hachi.function.AskFailedException;
import dev.hachi.function.Call;
import dev.hachi.function.Caller;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TestKitTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final TestKit kit = TestKit.of(Lamp.class, Diary.class);

  @Test
  void a_call_replies_with_the_type_of_its_handler() {
    int switched = kit.ask(Call.to(Lamp::on, "hall", MINUTE));

    assertThat(switched).isEqualTo(1);
    assertThat(kit.ask(Call.to(Integer.class, "lamp", "hall", "on", MINUTE))).isEqualTo(2);
  }

  @Test
  void keys_have_their_own_states_and_none_before_the_first_change() {
    kit.ask(Call.to(Lamp::on, "hall", MINUTE));

    assertThat(kit.state(Lamp.class, "hall")).contains(new Lamp.State(true, 1, TestKit.START));
    assertThat(kit.state(Lamp.class, "attic")).isEmpty();
  }

  @Test
  void a_deleted_key_has_neither_state_nor_timers() {
    kit.ask(Call.to(Lamp::on, "hall", MINUTE));

    kit.ask(Call.to(Lamp::remove, "hall"));

    assertThat(kit.state(Lamp.class, "hall")).isEmpty();
    assertThat(kit.timers(Lamp.class, "hall")).isEmpty();
  }

  @Test
  void a_state_that_its_stored_form_does_not_keep_is_found() {
    kit.ask(Call.to(Diary::notePage, "house", 7));

    assertThatThrownBy(() -> kit.ask(Call.to(Diary::lastPage, "house")))
        .hasCauseInstanceOf(ClassCastException.class);
    assertThat(kit.state(Diary.class, "house"))
        .contains(new Diary.State(List.of(Map.of("number", 7))));
  }

  @Test
  void a_refusal_fails_the_call_with_the_authors_code() {
    var failed =
        catchThrowableOfType(
            AskFailedException.class, () -> kit.ask(Call.to(Diary::refuse, "house", "x")));

    assertThat(failed.code()).isEqualTo("no_ink");
    assertThat(failed).hasMessage("nothing is written today").hasNoCause();
  }

  @Test
  void what_a_handler_threw_is_the_cause_of_the_failure() {
    var failed =
        catchThrowableOfType(
            AskFailedException.class, () -> kit.ask(Call.to(Lamp::askForWriting, "hall", " ")));

    assertThat(failed.code()).isEqualTo("handler_failed");
    assertThat(failed)
        .cause()
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a blank note");
    assertThat(kit.state(Lamp.class, "hall")).isEmpty();
  }

  @Test
  void functions_under_test_ask_each_other() {
    kit.ask(Call.to(Diary::note, "house", "x"));

    assertThat(kit.ask(Call.to(Lamp::askForNotes, "hall"))).isEqualTo(1);
  }

  @Test
  void a_chain_of_asks_that_comes_back_is_refused() {
    assertThatThrownBy(() -> kit.ask(Call.to(Lamp::askThereAndBack, "hall")))
        .isInstanceOf(AskFailedException.class)
        .extracting("code")
        .isEqualTo("call_loop");
  }

  @Test
  void asking_a_function_that_is_not_under_test_says_what_to_do() {
    var alone = TestKit.of(Lamp.class);

    assertThatThrownBy(() -> alone.ask(Call.to(Lamp::askForNotes, "hall")))
        .hasMessage(
            "function diary is not under test, only lamp; add it, or a stand-in with its name");
  }

  @Test
  void a_message_has_arrived_when_the_call_returns() {
    kit.ask(Call.to(Lamp::on, "hall", MINUTE));

    assertThat(kit.ask(Call.to(Diary::notes, "house"))).isEqualTo(List.of("hall on"));
  }

  @Test
  void a_message_for_later_arrives_at_its_time() {
    kit.ask(Call.to(Lamp::remindLater, "hall", MINUTE));

    kit.advance(MINUTE.minusMillis(1));
    assertThat(kit.ask(Call.to(Diary::notes, "house"))).isEmpty();

    kit.advance(Duration.ofMillis(1));
    assertThat(kit.ask(Call.to(Diary::notes, "house"))).isEqualTo(List.of("remember"));
  }

  @Test
  void a_message_to_a_function_that_is_not_under_test_is_seen_as_sent() {
    var alone = TestKit.of(Lamp.class);

    alone.ask(Call.to(Lamp::remindLater, "hall", MINUTE));
    alone.advance(MINUTE);

    var sent = alone.sent().getFirst();
    assertThat(alone.sent()).hasSize(1);
    assertThat(sent.sender()).isEqualTo(new Caller("lamp", "hall"));
    assertThat(List.of(sent.function(), sent.key(), sent.handler()))
        .containsExactly("diary", "house", "note");
    assertThat(sent.messageAs(String.class)).isEqualTo("remember");
    assertThat(sent.due()).isEqualTo(TestKit.START.plus(MINUTE));
    assertThat(alone.failures()).isEmpty();
  }

  @Test
  void a_message_that_is_refused_is_dropped_and_seen_as_a_failure() {
    kit.ask(Call.to(Lamp::confess, "hall"));
    kit.advance(MINUTE);

    assertThat(kit.failures()).extracting(Failure::code).containsExactly("no_ink");
  }

  @Test
  void a_message_that_nobody_takes_is_repeated_for_a_day() {
    kit.ask(Call.to(Lamp::tellNothingUseful, "hall"));
    assertThat(kit.failures()).extracting(Failure::code).containsExactly("no_such_handler");

    kit.advance(Duration.ofMillis(100));
    assertThat(kit.failures()).hasSize(2);

    kit.advance(Duration.ofHours(25));
    var failures = kit.failures().size();
    kit.advance(Duration.ofHours(25));
    assertThat(kit.failures()).hasSize(failures);
  }

  @Test
  void a_timer_fires_at_its_time_and_no_earlier() {
    kit.ask(Call.to(Lamp::on, "hall", MINUTE));

    kit.advance(Duration.ofHours(1));

    assertThat(kit.state(Lamp.class, "hall"))
        .contains(new Lamp.State(false, 2, TestKit.START.plus(MINUTE)));
    assertThat(kit.now()).isEqualTo(TestKit.START.plus(Duration.ofHours(1)));
    assertThat(kit.ask(Call.to(Diary::notes, "house"))).isEqualTo(List.of("hall on", "hall out"));
  }

  @Test
  void a_timer_that_is_set_anew_fires_once_and_later() {
    kit.ask(Call.to(Lamp::on, "hall", MINUTE));
    kit.advance(Duration.ofSeconds(59));
    kit.ask(Call.to(Lamp::on, "hall", MINUTE));

    kit.advance(Duration.ofSeconds(59));
    assertThat(kit.state(Lamp.class, "hall")).get().extracting("lit").isEqualTo(true);

    kit.advance(Duration.ofSeconds(1));
    assertThat(kit.state(Lamp.class, "hall")).get().extracting("lit").isEqualTo(false);
    assertThat(kit.timers(Lamp.class, "hall")).isEmpty();
  }

  @Test
  void a_cancelled_timer_is_gone() {
    kit.ask(Call.to(Lamp::on, "hall", MINUTE));

    kit.ask(Call.to(Lamp::keepOn, "hall"));

    assertThat(kit.timers(Lamp.class, "hall")).isEmpty();
  }

  @Test
  void timers_are_listed_with_the_earliest_first() {
    kit.ask(Call.to(Lamp::setTwoTimers, "hall"));

    assertThat(kit.timers(Lamp.class, "hall"))
        .extracting(Timer::name, Timer::handler, Timer::due)
        .containsExactly(
            tuple("early", "blow", TestKit.START.plus(MINUTE)),
            tuple("late", "out", TestKit.START.plus(MINUTE.multipliedBy(2))));
  }

  @Test
  void a_timer_whose_handler_throws_is_seen_as_a_failure_and_repeated() {
    kit.ask(Call.to(Lamp::setTwoTimers, "hall"));

    kit.advance(MINUTE.plusMillis(100));

    assertThat(kit.failures()).hasSize(2);
    assertThat(kit.failures().getLast().thrown()).hasMessage("the fuse is gone");
    assertThat(kit.timers(Lamp.class, "hall")).hasSize(2);
  }

  @Test
  void messages_that_cause_each_other_endlessly_end_the_test() {
    assertThatThrownBy(() -> kit.ask(Call.to(Lamp::tellBackAndForth, "hall")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("more than 10000 messages and timers were due");
  }

  @Test
  void time_never_goes_back() {
    assertThatThrownBy(() -> kit.advance(MINUTE.negated()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_class_that_is_not_under_test_is_told_from_a_key_without_state() {
    assertThatThrownBy(() -> TestKit.of(Lamp.class).state(Diary.class, "house"))
        .hasMessageContaining("is not under test");
  }
}
