package dev.hachi.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class AskTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final RunningFunction shop = start();

  private static RunningFunction start() {
    return RunningFunction.of(
        List.of(Till.class, Ledger.class), Limits.DEFAULT, FunctionRuntime.MEMORY);
  }

  @BeforeEach
  void noTriesYet() {
    Ledger.TRIES.set(0);
  }

  @AfterEach
  void stop() {
    shop.close();
  }

  @Test
  void a_handler_asks_another_function_and_gets_its_typed_reply() {
    assertThat(shop.call("a", "askToNote", "\"one\"")).isEqualTo("1");
    assertThat(shop.call("b", "askToNote", "\"two\"")).isEqualTo("2");
    assertThat(shop.call("a", "askForNotes", "")).isEqualTo("[\"one\",\"two\"]");
  }

  @Test
  void a_repeated_invocation_asks_with_the_same_effect_only_once() {
    assertThat(text("a", "askToNote", "\"one\"", "id-1")).isEqualTo("1");
    assertThat(text("a", "askToNote", "\"one\"", "id-1")).isEqualTo("1");

    assertThat(shop.call("a", "askForNotes", "")).isEqualTo("[\"one\"]");
  }

  @Test
  void a_refusal_reaches_the_asker() {
    assertThat(shop.call("a", "askForRefusal", "")).isEqualTo("\"out_of_stock: there is none\"");
  }

  @Test
  void a_refusal_that_the_asker_lets_pass_fails_it_with_the_same_code() {
    assertThat(shop.call("a", "passRefusalOn", "")).isEqualTo("out_of_stock");
    assertThat(shop.call("a", "sold", "")).isEqualTo("0");
  }

  @Test
  void a_call_that_comes_back_to_a_waiting_key_is_refused_at_once() {
    assertThat(shop.call("a", "askSelf", "")).isEqualTo(FailureCode.CALL_LOOP);
    assertThat(shop.call("a", "askRoundabout", "")).isEqualTo(FailureCode.CALL_LOOP);
  }

  @Test
  void an_ask_ends_at_the_deadline_of_the_asker() {
    Tally.closeGate();
    try (var both =
        RunningFunction.of(
            List.of(Asker.class, Tally.class), Limits.DEFAULT, FunctionRuntime.MEMORY)) {
      var outcome = both.send("a", "askTally", "", "id-1", Duration.ofMillis(300)).join();

      assertThat(RunningFunction.text(outcome)).isEqualTo(FailureCode.DEADLINE);
      Tally.gate.countDown();
    }
  }

  @Test
  void a_function_that_is_not_hosted_is_named() {
    try (var alone = RunningFunction.of(Till.class)) {
      assertThat(alone.call("a", "askForNotes", "")).isEqualTo(FailureCode.NO_SUCH_FUNCTION);
    }
  }

  private String text(String key, String handler, String body, String id) {
    return RunningFunction.text(shop.send(key, handler, body, id, PATIENCE).join());
  }
}
