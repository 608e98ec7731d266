package dev.hachi.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hachi.chaos.nemesis.Kind;
import dev.hachi.chaos.plants.Plant;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {
  @Test
  void options_are_read() {
    var options =
        Options.of(
            List.of(
                "--replicas", "3", "--nemesis", "kill,roll", "--seed", "7", "--workload", "bank"));

    assertThat(options.replicas()).isEqualTo(3);
    assertThat(options.kinds()).isEqualTo(EnumSet.of(Kind.KILL, Kind.ROLL));
    assertThat(options.seed()).isEqualTo(7);
    assertThat(options.workload()).isEqualTo("bank");
  }

  @Test
  void a_plant_stands_for_the_options_that_find_it_and_those_behind_it_change_them() {
    var options = Options.of(List.of("--seed", "7", "--plant", "send-early", "--replicas", "4"));

    assertThat(options.plant()).isEqualTo(Plant.SEND_EARLY);
    assertThat(options.workload()).isEqualTo("bank");
    assertThat(options.replicas()).isEqualTo(4);
    assertThat(options.seed()).isEqualTo(7);
    assertThat(Options.of(List.of()).plant()).isNull();
  }

  @Test
  void a_wrong_option_is_named_with_what_is_allowed() {
    assertThatThrownBy(() -> Options.of(List.of("--replicas", "0")))
        .hasMessage("--replicas must be a number from 1 to 20, was 0");
    assertThatThrownBy(() -> Options.of(List.of("--nemesis", "kill,flood")))
        .hasMessageContaining("kill, term, pause")
        .hasMessageEndingWith("was flood");
    assertThatThrownBy(() -> Options.of(List.of("--seed"))).hasMessage("--seed needs a value");
    assertThatThrownBy(() -> Options.of(List.of("--speed", "7")))
        .hasMessage("there is no option --speed");
  }
}
