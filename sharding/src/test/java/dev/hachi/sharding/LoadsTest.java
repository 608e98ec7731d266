package dev.hachi.sharding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hachi.sharding.placement.Member;
import dev.hachi.sharding.transport.Load;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LoadsTest {
  private static final Member A = new Member("10.0.0.1:7355", 1);
  private static final Member B = new Member("10.0.0.2:7355", 2);
  private static final Load LIGHT = new Load(1, 100, 0, 0, 0);
  private static final Load HEAVY = new Load(99, 100, 7, 8, 9);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private long now = -5;
  private final Loads loads = new Loads(() -> now);

  @Test
  void the_latest_load_of_each_counts() {
    loads.heard(A, LIGHT);
    loads.heard(B, LIGHT);
    loads.heard(A, HEAVY);

    assertThat(loads.notOlderThan(SECOND)).isEqualTo(Map.of(A, HEAVY, B, LIGHT));
  }

  @Test
  void one_that_was_told_too_long_ago_does_not() {
    loads.heard(A, LIGHT);
    now += SECOND.toNanos();
    loads.heard(B, LIGHT);

    assertThat(loads.notOlderThan(SECOND)).containsOnlyKeys(A, B);
    now++;
    assertThat(loads.notOlderThan(SECOND)).containsOnlyKeys(B);
  }

  @Test
  void those_that_left_are_forgotten() {
    loads.heard(A, LIGHT);
    loads.heard(B, LIGHT);

    loads.present(Set.of(B));

    assertThat(loads.notOlderThan(SECOND)).containsOnlyKeys(B);
  }
}
