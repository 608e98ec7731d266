package dev.hachi.chaos.scale;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScalePageTest {
  private static final Shift SHIFT =
      new Shift(
          43,
          0.021,
          0.1,
          Duration.ofMillis(400),
          Duration.ofMillis(900),
          2_000,
          0,
          Duration.ofSeconds(6));

  private static final Cell QUICK =
      new Cell(1, 1_000, 118_000, 2e8, List.of(RungTest.rung(20, 0, false)), SHIFT, SHIFT);
  private static final Cell SLOW =
      new Cell(3, 1_000, 354_000, 6e8, List.of(RungTest.rung(700, 9, false)), SHIFT, SHIFT);

  @Test
  void the_page_plots_everything_against_replicas_and_keys_and_needs_nothing_else() {
    var page = ScalePage.of(results(List.of()));

    assertThat(page)
        .contains(
            "good: 2 of 3 measured, 14,000 requests, 0 violations; left out",
            "share the 2 processors of one machine",
            "requests/s held with p99 up to 500 ms",
            "p50 in ms",
            "p99 in ms",
            "bytes stored per key",
            "MB resident",
            "microseconds of the replicas per request",
            "longest wait for a key",
            "hachi_handover_seconds",
            "Large clusters, on paper",
            "128 shards",
            "On paper: &lt;so&gt;")
        .doesNotContain("<script", "http://", "https://", "NaN");
    assertThat(page.split("<svg", -1)).hasSize(1 + 2 * 10 + 2 + 8);
  }

  @Test
  void a_violation_is_shown_and_makes_the_test_bad() {
    var results = results(List.of("1 replica: <lost>"));

    assertThat(results.isGood()).isFalse();
    assertThat(results.line()).startsWith("BAD").contains("1 violations");
    assertThat(ScalePage.of(results)).contains("What must not be", "1 replica: &lt;lost&gt;");
  }

  @Test
  void cells_are_compared_at_the_highest_rate_that_all_held() {
    assertThat(results(List.of()).commonRate()).isEqualTo(250);
    assertThat(QUICK.held(Duration.ofMillis(500))).isPresent();
    assertThat(SLOW.held(Duration.ofMillis(500))).isEmpty();
    assertThat(SLOW.storeBytesPerKey()).isEqualTo(354);
  }

  @Test
  void the_results_are_json() {
    assertThat(Json.of(results(List.of("a \"b\"\n"))))
        .startsWith("{\"options\":{\"replicas\":[1,")
        .contains(
            "\"waitMax\":0.9", "\"violations\":[\"a \\\"b\\\"\\u000a\"]", "\"function\":null");
  }

  @Test
  void metrics_of_several_replicas_are_summed_and_compared() {
    var before = Metrics.read(List.of(metrics(2, 0.5, 1, 2), metrics(0, 0, 0, 0)));
    var after = Metrics.read(List.of(metrics(3, 0.75, 2, 3), metrics(1, 0.25, 0, 1)));

    assertThat(before.storeBytes()).isEqualTo(2_000);
    assertThat(after.handOvers()).isEqualTo(4);
    assertThat(after.handOversWithin(before)).isEqualTo(0.5);
    assertThat(after.handOversWithin(after)).isZero();
    assertThat(after.handOverSeconds()).isEqualTo(1);
  }

  private static String metrics(int count, double sum, int quick, int all) {
    var handOver = "hachi_handover_seconds";
    var labels = "function=\"counter\",cause=\"joined\"";
    return """
    # TYPE hachi_handover_seconds histogram
    %1$s_bucket{%2$s,le="0.25"} %3$d
    %1$s_bucket{%2$s,le="0.5"} %4$d
    %1$s_bucket{%2$s,le="+Inf"} %4$d
    %1$s_sum{%2$s} %5$s
    %1$s_count{%2$s} %6$d
    hachi_store_bytes 1000
    """
        .formatted(handOver, labels, quick, all, sum, count);
  }

  private static Results results(List<String> violations) {
    var options = ScaleOptions.of(List.of("--replicas", "1,3", "--keys", "1000"));
    var large =
        Large.read(
            List.of(
                "replicas,shards,owned_max,owned_mean,owned_none,join_moved,join_ideal,"
                    + "store_bytes_max,pause_seconds,join_seconds,join_letters,place_ms,view_ms",
                "3,128,45,42.7,0,0.28,0.25,2e11,20,300,3000,0.3,1.5",
                "1000,128,2,0.128,873,0.003,0.001,7e9,20,30,4000,0.6,40"));
    return new Results(
        options,
        2,
        List.of(QUICK, SLOW),
        List.of("5 replicas, 1,000 keys"),
        violations,
        large,
        "On paper: <so>");
  }

  @Test
  void a_row_of_figures_is_read_by_name() {
    assertThat(Large.read(List.of("a,b", "1,2.5e3")))
        .containsExactly(Map.of("a", 1.0, "b", 2500.0));
  }
}
