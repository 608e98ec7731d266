package dev.hachi.samples.flightdelays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.hachi.function.Effect;
import dev.hachi.samples.flightdelays.FlightDelays.Flight;
import dev.hachi.samples.flightdelays.FlightDelays.State;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class FlightDelaysTest {
  private final FlightDelays delays = new FlightDelays();

  @Test
  void a_flight_counts_and_the_reply_says_how_many_there_are() {
    var effect = delays.record(delays.initial("DTW"), flight("DTW", 66));

    var next = new State("DTW", 1, 66, 66, new Histogram(List.of(0L, 0L, 0L, 0L, 0L, 1L, 0L)));
    assertThat(effect).isEqualTo(Effect.of(next).reply(1L));
  }

  @Test
  void a_flight_of_another_airport_is_refused() {
    assertThat(delays.record(delays.initial("DTW"), flight("HNL", 95)))
        .isEqualTo(Effect.fail("other_airport", "the flight departs from HNL and was sent to DTW"));
  }

  @Test
  void early_flights_lower_the_mean_and_may_be_the_largest_delay() {
    var state = after(-5, -20);

    assertThat(delays.summary(state))
        .isEqualTo(Effect.keep().reply(new Summary(2, -12.5, -5, state.histogram().named())));
  }

  @Test
  void the_order_of_flights_makes_no_difference() {
    assertThat(after(66, -5, 4, 300)).isEqualTo(after(300, 4, -5, 66));
  }

  @Test
  void every_range_includes_both_its_ends() {
    var state = after(-59, -16, -15, -1, 0, 14, 15, 29, 30, 59, 60, 119, 120, 522);

    assertThat(Summary.of(state).delays())
        .containsExactly(
            entry("..-16", 2L),
            entry("-15..-1", 2L),
            entry("0..14", 2L),
            entry("15..29", 2L),
            entry("30..59", 2L),
            entry("60..119", 2L),
            entry("120..", 2L));
  }

  @Test
  void an_airport_without_flights_has_no_summary() {
    assertThat(delays.summary(delays.initial("DTW")))
        .isEqualTo(Effect.fail("no_flights", "no flight from DTW was recorded"));
  }

  private State after(int... minutes) {
    return IntStream.of(minutes)
        .boxed()
        .reduce(delays.initial("DTW"), FlightDelays::add, (one, other) -> other);
  }

  private static Flight flight(String origin, int delay) {
    return new Flight("2001/01/01 00:47", delay, 1750, origin, "LAS");
  }
}
