package dev.hachi.chaos.checker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SeenTest {
  @Test
  void what_was_added_is_known() {
    var seen = new Seen();

    for (var number = 0L; number < 1_000; number++) {
      assertThat(seen.add(number, -number)).isTrue();
      assertThat(seen.add(number, -number)).isFalse();
      assertThat(seen.add(number, -number - 1)).isTrue();
    }
  }

  @Test
  void it_keeps_no_more_than_it_may_and_still_knows_that() {
    var seen = new Seen();

    for (var number = 0L; number < Seen.SIZE_MAX + 10L; number++) {
      seen.add(Seen.mix(number), number);
    }

    assertThat(seen.size()).isEqualTo(Seen.SIZE_MAX);
    assertThat(seen.add(Seen.mix(5), 5)).isFalse();
    assertThat(seen.add(Seen.mix(-5), -5)).isTrue();
    assertThat(seen.size()).isEqualTo(Seen.SIZE_MAX);
  }
}
