package dev.hachi.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hachi.chaos.checker.Violation;
import dev.hachi.chaos.nemesis.Product;
import dev.hachi.chaos.plants.Plant;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One bug is found here; {@code ./hachi chaos --plant all} looks for all of them. */
class PlantedTest {
  @Test
  void an_id_that_takes_effect_twice_is_found_and_shown() throws Exception {
    var options = Options.of(List.of("--plant", "no-id-check", "--seed", "1"));

    var summary = Chaos.run(options);

    System.out.println(summary.line());
    assertThat(summary.violations()).extracting(Violation::rule).contains(Plant.NO_ID_CHECK.rule());
    var report =
        Product.find().root().resolve("chaos-tests/target/chaos/no-id-check-1/report.html");
    assertThat(Files.readString(report))
        .contains(Plant.NO_ID_CHECK.rule(), Plant.NO_ID_CHECK.sentence());
  }
}
