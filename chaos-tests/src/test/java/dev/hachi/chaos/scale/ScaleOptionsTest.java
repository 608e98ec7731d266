package dev.hachi.chaos.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScaleOptionsTest {
  @Test
  void options_are_read_and_later_ones_count() {
    var options =
        ScaleOptions.of(
            List.of(
                "--quick",
                "--replicas",
                "1,5",
                "--p99-max",
                "250",
                "--function",
                "a/function",
                "--minutes",
                "3"));

    assertThat(options.replicas()).containsExactly(1, 5);
    assertThat(options.keys()).containsExactly(1_000, 10_000);
    assertThat(options.p99Max()).isEqualTo(Duration.ofMillis(250));
    assertThat(options.function()).isEqualTo(Path.of("a/function"));
    assertThat(options.minutes()).isEqualTo(3);
    assertThat(options.simulate()).isFalse();
    assertThat(ScaleOptions.of(List.of("--simulate")).simulate()).isTrue();
  }

  @Test
  void the_standard_is_the_promise() {
    assertThat(ScaleOptions.standard().replicas()).containsExactly(1, 2, 3, 5);
  }

  @Test
  void a_wrong_option_is_named_with_what_is_allowed() {
    assertThatThrownBy(() -> ScaleOptions.of(List.of("--replicas", "0")))
        .hasMessage("--replicas must be a number from 1 to 20, was 0");
    assertThatThrownBy(() -> ScaleOptions.of(List.of("--keys", "100,10")))
        .hasMessage("--keys must rise, was 100,10");
    assertThatThrownBy(() -> ScaleOptions.of(List.of("--rates")))
        .hasMessage("--rates needs a value");
    assertThatThrownBy(() -> ScaleOptions.of(List.of("--rates", "1,2,3,4,5,6,7,8,9,10,11")))
        .hasMessage("--rates must have 10 numbers at most, has 11");
    assertThatThrownBy(() -> ScaleOptions.of(List.of("--speed", "7")))
        .hasMessage("there is no option --speed");
  }
}
