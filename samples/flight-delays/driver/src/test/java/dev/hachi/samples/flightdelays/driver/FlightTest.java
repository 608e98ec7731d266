package dev.hachi.samples.flightdelays.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FlightTest {
  @TempDir Path folder;

  @Test
  void flights_are_grouped_by_airport_and_keep_their_place_and_their_bytes() throws Exception {
    var file =
        file("[{\"delay\":1,\"origin\":\"LAX\"}, {\"origin\":\"DTW\"},{\"origin\":\"LAX\"}]\n");

    var flights = Flight.byAirport(file);

    assertThat(flights)
        .containsOnlyKeys("DTW", "LAX")
        .containsEntry(
            "LAX",
            List.of(
                new Flight(0, "LAX", "{\"delay\":1,\"origin\":\"LAX\"}"),
                new Flight(2, "LAX", "{\"origin\":\"LAX\"}")));
  }

  @Test
  void the_sample_has_20000_flights_from_220_airports() throws Exception {
    var flights = Flight.byAirport(Path.of("..", "data", "flights-20k.json"));

    assertThat(flights).hasSize(220);
    assertThat(flights.values().stream().mapToInt(List::size).sum()).isEqualTo(20_000);
  }

  @Test
  void a_file_that_goes_wrong_in_the_middle_is_refused_and_not_read_in_part() throws Exception {
    var file = file("[{\"origin\":\"LAX\"},{\"from\":\"DTW\"},{\"origin\":\"LAX\"}]");

    assertThatThrownBy(() -> Flight.byAirport(file))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("after character 17");
  }

  @Test
  void a_file_that_is_cut_off_or_missing_is_refused() throws Exception {
    var file = file("[{\"origin\":\"LAX\"},");

    assertThatThrownBy(() -> Flight.byAirport(file)).isInstanceOf(Failure.class);
    assertThatThrownBy(() -> Flight.byAirport(folder.resolve("none.json")))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("none.json");
  }

  private Path file(String content) throws IOException {
    return Files.writeString(folder.resolve("flights.json"), content);
  }
}
