package dev.hachi.samples.flightdelays.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReplayTest {
  private static final String LAX = "{\"delay\":7,\"origin\":\"LAX\"}";
  private static final String DTW = "{\"delay\":66,\"origin\":\"DTW\"}";

  @TempDir Path folder;
  private Path file;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(folder.resolve("flights.json"), "[" + LAX + "," + DTW + "]");
  }

  @Test
  void a_flight_is_repeated_with_the_same_id_until_it_is_recorded() throws Exception {
    try (var airline = new Airline(429, 503, 504, 0)) {
      assertThat(replay("--url", airline.url(), "--file", file.toString())).isZero();

      assertThat(airline.requests).hasSize(2);
      assertThat(airline.requests.values())
          .allSatisfy(same -> assertThat(same).hasSize(5).containsOnly(same.element()))
          .extracting(same -> same.element())
          .containsExactlyInAnyOrder("/LAX/record " + LAX, "/DTW/record " + DTW);
    }
  }

  @Test
  void no_flight_of_an_airport_is_sent_before_the_one_ahead_of_it_is_recorded() throws Exception {
    var flights =
        IntStream.range(0, 40)
            .mapToObj(
                n -> "{\"delay\":%d,\"origin\":\"%s\"}".formatted(n, n % 2 == 0 ? "LAX" : "DTW"))
            .toList();
    Files.writeString(file, flights.toString());
    try (var airline = new Airline(503)) {
      assertThat(replay("--url", airline.url(), "--file", file.toString())).isZero();

      for (var airport : List.of("LAX", "DTW")) {
        assertThat(airline.bodies)
            .filteredOn(body -> body.contains(airport))
            .containsExactlyElementsOf(
                flights.stream()
                    .filter(flight -> flight.contains(airport))
                    .flatMap(flight -> Stream.of(flight, flight))
                    .toList());
      }
    }
  }

  @Test
  void the_ids_of_another_run_are_others() throws Exception {
    try (var airline = new Airline()) {
      assertThat(replay("--url", airline.url(), "--file", file.toString())).isZero();
      assertThat(replay("--url", airline.url(), "--file", file.toString())).isZero();

      assertThat(airline.requests).hasSize(4);
    }
  }

  @Test
  void the_worst_airports_are_printed_as_a_table() throws Exception {
    try (var airline = new Airline()) {
      assertThat(replay("--url", airline.url() + "/", "--file", file.toString())).isZero();

      assertThat(text(out))
          .isEqualTo(
              """
              airport  flights  mean delay  max delay
              DTW            2         0.0          7
              LAX            2         0.0          7
              """);
      assertThat(text(err)).startsWith("100%  2 of 2 flights");
    }
  }

  @Test
  void a_refusal_ends_the_replay_at_once() throws Exception {
    try (var airline = new Airline(404)) {
      assertThat(replay("--url", airline.url(), "--file", file.toString(), "--clients", "1"))
          .isEqualTo(1);

      assertThat(airline.requests).hasSize(1);
      assertThat(text(err)).contains("/DTW/record was answered with 404").hasLineCount(1);
    }
  }

  @Test
  void a_watchdog_that_is_not_there_is_one_sentence() throws Exception {
    int free;
    try (var socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }

    assertThat(replay("--url", "http://127.0.0.1:" + free, "--file", file.toString())).isEqualTo(1);

    assertThat(text(err))
        .startsWith("replay: no watchdog answers at http://127.0.0.1:" + free)
        .hasLineCount(1);
  }

  @Test
  void wrong_arguments_are_named_with_what_is_allowed() throws Exception {
    assertThat(replay("--clients", "0")).isEqualTo(2);
    assertThat(replay("--url", "localhost:8080")).isEqualTo(2);
    assertThat(replay("--url")).isEqualTo(2);
    assertThat(replay("--port", "1")).isEqualTo(2);

    assertThat(text(err).lines())
        .containsExactly(
            "replay: --clients must be 1 to 1000, was 0; see --help",
            "replay: --url must be such as http://localhost:8080, was localhost:8080; see --help",
            "replay: --url needs a value; see --help",
            "replay: unknown option: --port; see --help");
  }

  private int replay(String... arguments) throws InterruptedException {
    return Replay.run(
        arguments,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
