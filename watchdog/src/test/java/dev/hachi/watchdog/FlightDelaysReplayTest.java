package dev.hachi.watchdog;

import static java.util.stream.Collectors.collectingAndThen;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hachi.samples.flightdelays.FlightDelays;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** All flights of the sample, sent over HTTP by its driver: two real processes. */
@Execution(ExecutionMode.CONCURRENT)
final class FlightDelaysReplayTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Path FILE = Path.of("../samples/flight-delays/data/flights-20k.json");

  @TempDir Path folder;

  /** All that the function says of one airport. */
  record Airport(int flights, double mean, int max, Map<String, Integer> delays) {}

  /** All that is read of a line of the file. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Flight(String origin, int delay) {}

  @Test
  void what_20000_flights_add_up_to_is_what_the_file_says() throws Exception {
    var expected = fromTheFile();
    var jar =
        Path.of(FlightDelays.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    var environment = Map.of("hachi_jar", jar.toString(), "TMPDIR", folder.toString());
    try (var watchdog = WatchdogProcess.start(environment);
        var http = HttpClient.newHttpClient()) {
      var url = "http://127.0.0.1:" + watchdog.untilReady();

      var output = replay(url);

      assertThat(output).endsWith(worstTen(expected));
      assertThat(fromTheFunction(http, url, expected.keySet())).isEqualTo(expected);
    }
  }

  private String replay(String url) throws Exception {
    var output = folder.resolve("output").toFile();
    var command =
        new ArrayList<>(WatchdogProcess.java("dev.hachi.samples.flightdelays.driver.Replay"));
    command.addAll(List.of("--url", url, "--file", FILE.toString()));
    var driver =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output).start();
    try {
      assertThat(driver.waitFor(2, TimeUnit.MINUTES)).isTrue();
    } finally {
      driver.destroyForcibly();
    }
    var text = Files.readString(output.toPath());
    assertThat(driver.exitValue()).as(text).isZero();
    return text;
  }

  private static Map<String, Airport> fromTheFunction(
      HttpClient http, String url, Iterable<String> airports) throws Exception {
    var summaries = new HashMap<String, Airport>();
    for (var airport : airports) {
      var summary = get(http, url + "/" + airport + "/summary");
      summaries.put(airport, JSON.readValue(summary, Airport.class));
    }
    return summaries;
  }

  private static String get(HttpClient http, String url) throws Exception {
    var response =
        http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return response.body();
  }

  /** Counted a second time, in another way: from lists of delays instead of sums. */
  private static Map<String, Airport> fromTheFile() throws Exception {
    var flights = List.of(JSON.readValue(FILE.toFile(), Flight[].class));
    assertThat(flights).hasSize(20_000);
    return flights.stream()
        .collect(
            groupingBy(
                Flight::origin,
                collectingAndThen(
                    mapping(Flight::delay, toList()), FlightDelaysReplayTest::airport)));
  }

  private static Airport airport(List<Integer> delays) {
    var ranges = new HashMap<String, Integer>();
    for (var range : List.of("..-16", "-15..-1", "0..14", "15..29", "30..59", "60..119", "120..")) {
      ranges.put(range, 0);
    }
    delays.forEach(delay -> ranges.merge(range(delay), 1, Integer::sum));
    var sum = delays.stream().mapToLong(delay -> delay).sum();
    return new Airport(
        delays.size(), (double) sum / delays.size(), Collections.max(delays), ranges);
  }

  private static String range(int delay) {
    if (delay < 0) {
      return delay < -15 ? "..-16" : "-15..-1";
    }
    if (delay < 30) {
      return delay < 15 ? "0..14" : "15..29";
    }
    if (delay < 120) {
      return delay < 60 ? "30..59" : "60..119";
    }
    return "120..";
  }

  private static String worstTen(Map<String, Airport> airports) {
    var table = new StringBuilder("airport  flights  mean delay  max delay\n");
    airports.entrySet().stream()
        .sorted(Comparator.comparingDouble(airport -> -airport.getValue().mean()))
        .limit(10)
        .forEach(airport -> table.append(line(airport.getKey(), airport.getValue())));
    return table.toString();
  }

  private static String line(String name, Airport airport) {
    return String.format(
        Locale.ROOT,
        "%s      %7d  %10.1f  %9d\n",
        name,
        airport.flights(),
        airport.mean(),
        airport.max());
  }
}
