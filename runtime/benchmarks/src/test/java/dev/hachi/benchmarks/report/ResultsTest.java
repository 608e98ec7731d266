package dev.hachi.benchmarks.report;

import static dev.hachi.benchmarks.report.Examples.latency;
import static dev.hachi.benchmarks.report.Examples.rate;
import static dev.hachi.benchmarks.report.Examples.results;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {
  @TempDir Path folder;

  @Test
  void what_is_written_is_read_again() throws IOException {
    var results =
        results("a counter", true, List.of("chain: no"), rate(1.5, 2.0), latency(3.0, 4.0));
    var file = folder.resolve("results.json");

    results.write(file);

    assertThat(Results.read(file)).isEqualTo(results);
  }

  @Test
  void a_file_that_is_missing_or_of_another_kind_is_named() throws IOException {
    var other = Files.writeString(folder.resolve("other.json"), "{\"a\":1}");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Results.read(folder.resolve("none.json")))
        .withMessageContaining("there is no file")
        .withMessageContaining("none.json");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Results.read(other))
        .withMessageContaining("other.json is no file that --save wrote");
  }

  @Test
  void runs_that_are_measured_in_different_ways_cannot_be_compared() {
    var full = results("a counter", false, List.of());

    full.checkComparable("a counter", false);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> full.checkComparable("a counter", true))
        .withMessageContaining("this run would be against a counter with --quick");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> full.checkComparable("http://127.0.0.1:8080", false))
        .withMessageContaining("against http://127.0.0.1:8080");
  }

  @Test
  void the_table_has_a_row_for_each_figure_with_its_ratio() {
    var rows = Table.of(results(rate(80.0, 90.0), latency(12.0, 14.0)), null);

    assertThat(rows).hasSize(3);
    assertThat(rows.get(1)).containsSubsequence("uniform", "requests/s", "85.0", "100", "0.850");
    assertThat(rows.get(2)).containsSubsequence("hot", "p99 ms", "13.0", "1.00", "13.0");
  }

  @Test
  void the_page_shows_ratios_samples_and_what_became_slower() {
    var now = results("a <counter>", false, List.of("chain: 3 failed"), rate(60.0, 60.0));
    var before = results("a <counter>", false, List.of(), rate(80.0, 80.0));

    var page = BenchPage.of(now, Comparison.of(before, now));

    assertThat(page)
        .contains("a &lt;counter&gt;", "<svg", "uniform: requests/s", "chain: 3 failed")
        .contains("the ratio went from 0.800 to 0.600")
        .doesNotContain("<script", "http://", "NaN")
        .endsWith("</body></html>\n");
  }
}
