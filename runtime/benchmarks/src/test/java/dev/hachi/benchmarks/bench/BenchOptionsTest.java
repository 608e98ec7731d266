package dev.hachi.benchmarks.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchOptionsTest {
  @Test
  void without_options_all_is_measured() {
    var options = BenchOptions.of(List.of());

    assertThat(names(options)).contains("uniform", "uniform-3", "keys-1m", "fail-over");
    assertThat(options.sampleSeconds()).isEqualTo(4);
  }

  @Test
  void a_quick_run_has_fewer_and_shorter_samples() {
    var options = BenchOptions.of(List.of("--quick"));

    assertThat(names(options)).contains("uniform", "keys-20k").doesNotContain("keys-1m", "tell-3");
    assertThat(options.sampleSeconds()).isEqualTo(1);
  }

  @Test
  void options_in_any_order_are_taken_together() {
    var options =
        BenchOptions.of(
            List.of(
                "--seconds",
                "2",
                "--only",
                "tell-3,uniform",
                "--quick",
                "--save",
                "a.json",
                "--baseline",
                "b.json",
                "--peer",
                "redis=http://127.0.0.1:1",
                "--peer",
                "node=http://127.0.0.1:2/function/counter/",
                "--yardstick",
                "http://127.0.0.1:3"));

    assertThat(names(options)).containsExactlyInAnyOrder("uniform", "tell-3");
    assertThat(options.sampleSeconds()).isEqualTo(2);
    assertThat(options.save()).isEqualTo(Path.of("a.json"));
    assertThat(options.baseline()).isEqualTo(Path.of("b.json"));
    assertThat(options.yardstickName()).isEqualTo("http://127.0.0.1:3");
    assertThat(options.peers())
        .containsExactly(
            new BenchOptions.Peer("redis", URI.create("http://127.0.0.1:1")),
            new BenchOptions.Peer("node", URI.create("http://127.0.0.1:2/function/counter/")));
  }

  @Test
  void a_peer_is_asked_below_the_path_of_its_url() {
    var peer = Contestant.at("node", URI.create("http://127.0.0.1:2/function/counter/"));

    assertThat(peer.call().before()).isEqualTo("/function/counter/counter/");
    assertThat(peer.servers().getFirst().getPort()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --fast     | 1                     | there is no option --fast
          --only     | uniform,cold          | there is no scenario cold; there are uniform, hot
          --seconds  | 0                     | --seconds must be a number from 1 to 3600, was 0
          --peer     | http://127.0.0.1:1    | --peer must be NAME=URL
          --peer     | a=ftp://127.0.0.1:1   | --peer must be a URL such as
          --yardstick| localhost:80          | --yardstick must be a URL such as
          """)
  void misuse_is_told_in_one_sentence(String option, String value, String sentence) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BenchOptions.of(List.of(option, value)))
        .withMessageContaining(sentence);
  }

  @Test
  void an_option_without_its_value_is_misuse() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BenchOptions.of(List.of("--save")))
        .withMessage("--save needs a value");
  }

  private static List<String> names(BenchOptions options) {
    return Scenarios.of(options).stream().map(Scenario::name).toList();
  }
}
