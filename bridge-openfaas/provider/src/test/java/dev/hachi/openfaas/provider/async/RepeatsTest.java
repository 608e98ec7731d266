package dev.hachi.openfaas.provider.async;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class RepeatsTest {
  @Test
  void pauses_grow_up_to_half_a_minute() {
    assertThat(Repeats.pause(1)).isEqualTo(Duration.ofMillis(200));
    assertThat(Repeats.pause(2)).isEqualTo(Duration.ofMillis(400));
    assertThat(Repeats.pause(1_000_000)).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void a_day_is_the_end() {
    var accepted = Instant.parse("2026-01-01T00:00:00Z");

    assertThat(Repeats.isTooOld(accepted, accepted.plus(Repeats.AGE_MAX))).isFalse();
    assertThat(Repeats.isTooOld(accepted, accepted.plus(Repeats.AGE_MAX).plusMillis(1))).isTrue();
  }
}
