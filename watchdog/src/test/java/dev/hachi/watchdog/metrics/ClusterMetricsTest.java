package dev.hachi.watchdog.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hachi.sharding.ClusterFigures;
import dev.hachi.sharding.ClusterTelemetry.Retry;
import dev.hachi.sharding.ShardMove;
import dev.hachi.sharding.ShardMove.Cause;
import dev.hachi.sharding.placement.Member;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ClusterMetricsTest {
  private final ClusterMetrics metrics = new ClusterMetrics();

  @Test
  void counters_of_hosted_functions_begin_at_zero() {
    assertThat(text())
        .contains("\nhachi_degraded_recoveries_total{function=\"cart\"} 0\n")
        .contains("\nhachi_recovery_seconds_count{function=\"cart\"} 0\n")
        .contains("\nhachi_handover_seconds_count{function=\"cart\",cause=\"joined\"} 0\n")
        .doesNotContain("cause=\"died\"");
  }

  @Test
  void what_happens_is_counted_by_function() {
    metrics.repeated("cart", Retry.MOVED);
    metrics.repeated("cart", Retry.MOVED);
    metrics.repeated("till", Retry.SILENT);
    metrics.degraded("cart");
    metrics.ballotRefused("cart");

    assertThat(text())
        .contains("\nhachi_retries_total{function=\"cart\",cause=\"moved\"} 2\n")
        .contains("\nhachi_retries_total{function=\"till\",cause=\"silent\"} 1\n")
        .contains("\nhachi_degraded_recoveries_total{function=\"cart\"} 1\n")
        .contains("\nhachi_refused_ballots_total{function=\"cart\"} 1\n");
  }

  @Test
  void a_shard_whose_owner_died_is_a_recovery_any_other_a_hand_over() {
    metrics.moved(move(Cause.DIED, 300));
    metrics.moved(move(Cause.DRAINED, 20));

    assertThat(text())
        .contains("\nhachi_recovery_seconds_bucket{function=\"cart\",le=\"0.25\"} 0\n")
        .contains("\nhachi_recovery_seconds_bucket{function=\"cart\",le=\"0.5\"} 1\n")
        .contains("\nhachi_recovery_seconds_sum{function=\"cart\"} 0.3\n")
        .contains("\nhachi_handover_seconds_sum{function=\"cart\",cause=\"drained\"} 0.02\n")
        .contains("\nhachi_handover_seconds_count{function=\"cart\",cause=\"joined\"} 0\n");
  }

  @Test
  void figures_are_those_of_the_scrape() {
    assertThat(text())
        .contains("# TYPE hachi_members gauge\nhachi_members 3\n")
        .contains("\nhachi_shards_owned{function=\"cart\"} 42\n")
        .contains("\nhachi_store_bytes 1000\n", "\nhachi_store_bytes_max 2000\n")
        .contains("\nhachi_waiting 7\n");
  }

  @Test
  void beyond_the_most_functions_events_are_counted_together() {
    for (var i = 0; i < ClusterMetrics.FUNCTIONS_MAX + 5; i++) {
      metrics.repeated("f" + i, Retry.MOVED);
    }

    assertThat(text()).contains("\nhachi_retries_total{function=\"other\",cause=\"moved\"} 5\n");
  }

  private String text() {
    return metrics.text(new ClusterFigures(3, Map.of("cart", 42), 1000, 2000, 0, 7));
  }

  private static ShardMove move(Cause cause, long millis) {
    var from = new Member("127.0.0.1:7355", 1);
    return new ShardMove(
        "cart", 1, Instant.EPOCH, from, cause, Duration.ofMillis(millis), 9, false);
  }
}
