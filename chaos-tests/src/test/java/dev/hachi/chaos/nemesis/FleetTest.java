package dev.hachi.chaos.nemesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetTest {
  @Test
  void a_fleet_that_is_closed_leaves_no_process_and_starts_none(@TempDir Path folder)
      throws Exception {
    var fleet = new Fleet(Product.find(), folder, 2);
    try (fleet) {
      fleet.start();
      assertThat(fleet.alive()).hasSize(1);
    }

    assertThat(fleet.alive()).isEmpty();
    assertThat(fleet.hasPlace()).isFalse();
    assertThatThrownBy(fleet::start).hasMessageContaining("is closed");
  }
}
