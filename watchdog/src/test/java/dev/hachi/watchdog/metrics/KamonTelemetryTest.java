package dev.hachi.watchdog.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class KamonTelemetryTest {
  private static final long MILLI = 1_000_000;

  private final KamonTelemetry telemetry = new KamonTelemetry();
  // Kamon is one per process: each test looks at a function of its own.
  private final String function = "f-" + UUID.randomUUID();

  @AfterEach
  void close() {
    telemetry.close();
  }

  @Test
  void before_kamon_is_there_the_text_is_empty() {
    telemetry.entityActivated(function);

    assertThat(telemetry.text()).isEmpty();
  }

  @Test
  void events_before_and_after_kamons_start_are_counted() {
    telemetry.entityActivated(function);
    telemetry.entityActivated(function);
    telemetry.start(Duration.ZERO);
    telemetry.entityActivated(function);
    telemetry.entityPassivated(function);

    awaitLine("hachi_activations_total{function=\"%s\"} 3.0");
    awaitLine("hachi_passivations_total{function=\"%s\"} 1.0");
    awaitLine("hachi_entities_live{function=\"%s\"} 2.0");

    telemetry.entityPassivated(function);
    telemetry.timerFired(function);
    telemetry.commitFailed(function);

    awaitLine("hachi_entities_live{function=\"%s\"} 1.0");
    awaitLine("hachi_timers_fired_total{function=\"%s\"} 1.0");
    awaitLine("hachi_commit_failures_total{function=\"%s\"} 1.0");
  }

  @Test
  void the_live_entities_do_not_depend_on_the_order_of_events() {
    for (var i = 0; i < 50; i++) {
      telemetry.entityPassivated(function);
    }
    telemetry.start(Duration.ZERO);
    try (var threads = Executors.newFixedThreadPool(2)) {
      for (var i = 0; i < 4; i++) {
        threads.execute(() -> goUpAndDown(20_000));
      }
    }
    for (var i = 0; i < 53; i++) {
      telemetry.entityActivated(function);
    }

    awaitLine("hachi_entities_live{function=\"%s\"} 3.0");
  }

  private void goUpAndDown(int times) {
    for (var i = 0; i < times; i++) {
      telemetry.entityActivated(function);
      telemetry.entityPassivated(function);
    }
  }

  @Test
  void handlers_are_timed_by_their_outcome() {
    telemetry.handlerEnded(function, "add", "replied", 2 * MILLI);
    telemetry.start(Duration.ZERO);
    telemetry.handlerEnded(function, "add", "replied", 40 * MILLI);
    telemetry.handlerEnded(function, "add", "deadline", 31_000 * MILLI);

    var name = "hachi_handler_duration_seconds";
    var replied = List.of("handler=\"add\"", "outcome=\"replied\"");
    awaitSeries(name + "_count", replied, "2.0");
    awaitSeries(name + "_bucket", with(replied, "le=\"0.001\""), "0.0");
    awaitSeries(name + "_bucket", with(replied, "le=\"0.0025\""), "1.0");
    awaitSeries(name + "_bucket", with(replied, "le=\"0.05\""), "2.0");
    awaitSeries(name + "_bucket", List.of("outcome=\"deadline\"", "le=\"30.0\""), "0.0");
    awaitSeries(name + "_bucket", List.of("outcome=\"deadline\"", "le=\"+Inf\""), "1.0");
    assertThat(sum(replied)).isBetween(0.0415, 0.0425);
  }

  @Test
  void codes_of_authors_are_one_outcome() {
    telemetry.start(Duration.ZERO);
    telemetry.handlerEnded(function, "buy", "out_of_stock", MILLI);
    telemetry.handlerEnded(function, "buy", "too_young", MILLI);

    awaitSeries("hachi_handler_duration_seconds_count", List.of("outcome=\"refused\""), "2.0");
    assertThat(telemetry.text()).doesNotContain("out_of_stock", "too_young");
  }

  @Test
  void commits_and_messages_have_their_own() {
    telemetry.start(Duration.ZERO);
    telemetry.committed(function, 7, 3 * MILLI);
    telemetry.messageAcknowledged(function);
    telemetry.messageRepeated(function);
    telemetry.messageRepeated(function);
    telemetry.messageDropped(function);

    awaitLine("hachi_commit_duration_seconds_count{function=\"%s\"} 1.0");
    awaitSeries("hachi_commit_outcomes_bucket", List.of("le=\"5.0\""), "0.0");
    awaitSeries("hachi_commit_outcomes_bucket", List.of("le=\"10.0\""), "1.0");
    awaitSeries("hachi_messages_total", List.of("result=\"acknowledged\""), "1.0");
    awaitSeries("hachi_messages_total", List.of("result=\"repeated\""), "2.0");
    awaitSeries("hachi_messages_total", List.of("result=\"dropped\""), "1.0");
  }

  @Test
  void beyond_the_most_series_events_are_counted_together() {
    for (var i = 0; i < KamonTelemetry.SERIES_MAX; i++) {
      telemetry.timerFired(function + i);
    }
    telemetry.messageDropped(function);
    telemetry.start(Duration.ZERO);
    telemetry.messageDropped(function + "-late");

    awaitMatch(series("hachi_messages_total", "other", List.of("result=\"other\""), "2\\.0"));
    assertThat(telemetry.text()).doesNotContain(function + "-late");
  }

  @Test
  void a_label_cannot_break_the_text() {
    telemetry.start(Duration.ZERO);
    telemetry.timerFired(function + "\"} 1\nforged 1\\");

    awaitLine("hachi_timers_fired_total{function=\"%s_} 1_forged 1_\"} 1.0");
  }

  @Test
  void the_jvm_is_measured_at_every_scrape() {
    telemetry.start(Duration.ZERO);

    awaitMatch(Pattern.compile("(?m)^jvm_memory_used_bytes\\{area=\"heap\"} [1-9]\\d+$"));
    assertThat(telemetry.text())
        .contains("jvm_memory_max_bytes{area=\"heap\"} ")
        .containsPattern("(?m)^jvm_gc_collection_seconds_count\\{gc=\"[^\"]+\"} \\d+$")
        .containsPattern("(?m)^jvm_threads_current [1-9]\\d*$")
        .containsPattern("(?m)^process_start_time_seconds 1[\\d.]+$");
  }

  private double sum(List<String> labels) {
    var line =
        series("hachi_handler_duration_seconds_sum", function, labels, "(.+)")
            .matcher(telemetry.text());
    assertThat(line.find()).isTrue();
    return Double.parseDouble(line.group(1));
  }

  private static List<String> with(List<String> labels, String another) {
    return Stream.concat(labels.stream(), Stream.of(another)).toList();
  }

  private void awaitSeries(String name, List<String> labels, String value) {
    awaitMatch(series(name, function, labels, Pattern.quote(value)));
  }

  /** The line of a series, in whichever order its labels come. */
  private static Pattern series(String name, String function, List<String> labels, String value) {
    var each = new StringBuilder();
    for (var label : with(labels, "function=\"" + function + "\"")) {
      each.append("(?=[^}]*").append(Pattern.quote(label)).append(")");
    }
    return Pattern.compile("(?m)^" + name + "\\{" + each + "[^}]*} " + value + "$");
  }

  private void awaitLine(String line) {
    awaitMatch(Pattern.compile("(?m)^" + Pattern.quote(line.formatted(function)) + "$"));
  }

  private void awaitMatch(Pattern pattern) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(telemetry.text()).containsPattern(pattern));
  }
}
