package dev.hachi.runtime.entity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

final class HeatTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:59Z");

  private final Heat heat = new Heat();

  @Test
  void this_minute_and_the_one_before_count() {
    heat.add(NOW);
    heat.add(NOW);
    heat.add(NOW.plusSeconds(1));

    assertThat(heat.recent(NOW.plusSeconds(1))).isEqualTo(3);
    assertThat(heat.recent(NOW.plusSeconds(60))).isEqualTo(3);
    assertThat(heat.recent(NOW.plusSeconds(61))).isEqualTo(1);
    assertThat(heat.recent(NOW.plusSeconds(121))).isZero();
  }

  @Test
  void what_was_long_ago_does_not_count() {
    heat.add(NOW);

    assertThat(heat.recent(NOW.plusSeconds(3_600))).isZero();
  }
}
