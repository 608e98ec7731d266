package dev.hachi.watchdog.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

final class LogLineTest {
  private static final String HEAD = "time=2026-01-02T03:04:05.678Z level=info logger=Shop ";

  @Test
  void an_event_is_one_line_of_pairs() {
    assertThat(line("cart is ready")).isEqualTo(HEAD + "message=\"cart is ready\"\n");
    assertThat(line("ready")).isEqualTo(HEAD + "message=ready\n");
    assertThat(line("")).isEqualTo(HEAD + "message=\"\"\n");
  }

  @Test
  void a_line_of_an_invocation_names_it() {
    try (var _ = MDC.putCloseable(LogField.CALL_ID, "c-1")) {
      assertThat(line("sold")).isEqualTo(HEAD + "message=sold call_id=c-1\n");
    }
    assertThat(line("sold")).doesNotContain("call_id");
  }

  @Test
  void fields_follow_the_message_and_change_nothing_in_it() {
    var event = event("sold {0}");
    event.setParameters(new Object[] {new LogField("count", 3), new LogField("to", "Ann B")});

    assertThat(new LogLine().format(event)).endsWith(" count=3 to=\"Ann B\"\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\nlevel=error",
        "a\r\nlevel=error",
        "a\u0085b",
        "a\u2028b",
        "a\u2029b",
        "a\u001b[31mb",
        "a\u0000b",
        "a\u202eb",
        "a\" level=error b=\"",
        "a\\",
        "a=b"
      })
  void no_value_leaves_its_quotes_or_its_line(String value) {
    assertThat(line(value)).matches("\\S+ level=info \\S+ message=\"([^\"\\\\\\p{C}]|\\\\.)*\"\n");
  }

  @Test
  void what_was_escaped_can_be_read_back() {
    assertThat(line("a\n\t\"b\"\\\u001bc")).contains("message=\"a\\n\\t\\\"b\\\"\\\\\\u001bc\"");
    assertThat(line("größer 😀 €")).contains("message=\"größer 😀 €\"");
  }

  @Test
  void a_long_value_is_cut() {
    assertThat(line("x".repeat(1_000_000))).hasSizeLessThan(40_000).endsWith("...\"\n");
  }

  @Test
  void a_stack_trace_stays_on_the_line() {
    var event = event("failed");
    event.setThrown(new IllegalStateException("no\nstock", new RuntimeException("cause")));

    assertThat(new LogLine().format(event))
        .startsWith(HEAD + "message=failed error=\"java.lang.IllegalStateException: no\\nstock\\n")
        .contains("\\n\\tat dev.hachi.watchdog.log.LogLineTest")
        .contains("Caused by: java.lang.RuntimeException: cause")
        .containsOnlyOnce("\n");
  }

  @ParameterizedTest
  @CsvSource({"SEVERE, error", "WARNING, warn", "INFO, info", "CONFIG, debug", "FINEST, debug"})
  void levels_have_the_names_that_collectors_know(String jul, String name) {
    var event = event("x");
    event.setLevel(Level.parse(jul));

    assertThat(new LogLine().format(event)).contains(" level=" + name + " ");
  }

  private static String line(String message) {
    return new LogLine().format(event(message));
  }

  private static LogRecord event(String message) {
    var event = new LogRecord(Level.INFO, message);
    event.setLoggerName("dev.hachi.samples.Shop");
    event.setInstant(Instant.parse("2026-01-02T03:04:05.678Z"));
    return event;
  }
}
