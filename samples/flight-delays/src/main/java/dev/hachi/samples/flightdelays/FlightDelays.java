package dev.hachi.samples.flightdelays;

import dev.hachi.function.Effect;
import dev.hachi.function.Handler;
import dev.hachi.function.StatefulFunction;

/** How late flights leave; the key is the airport of departure. */
@StatefulFunction("flight-delays")
public final class FlightDelays {
  /**
   * What is remembered per airport. Whole numbers that are added up, so the order in which flights
   * arrive makes no difference.
   *
   * @param minutes the sum of all delays
   * @param max the largest delay in minutes
   */
  public record State(String airport, long flights, long minutes, int max, Histogram histogram) {}

  /**
   * One flight, as the data has it.
   *
   * @param date {@code YYYY/MM/DD HH:MM}
   * @param delay minutes late, negative when early
   * @param distance miles
   */
  public record Flight(String date, int delay, int distance, String origin, String destination) {}

  /** An airport without flights. */
  public State initial(String key) {
    return new State(key, 0, 0, Integer.MIN_VALUE, Histogram.EMPTY);
  }

  /** Adds one flight and replies with how many there are. */
  @Handler
  Effect<State, Long> record(State state, Flight flight) {
    if (!flight.origin().equals(state.airport())) {
      return Effect.fail(
          "other_airport",
          "the flight departs from %s and was sent to %s"
              .formatted(flight.origin(), state.airport()));
    }
    var next = add(state, flight.delay());
    return Effect.of(next).reply(next.flights());
  }

  static State add(State state, int delay) {
    return new State(
        state.airport(),
        state.flights() + 1,
        state.minutes() + delay,
        Math.max(state.max(), delay),
        state.histogram().plus(delay));
  }

  /** Replies with the airport's summary and changes nothing. */
  @Handler
  Effect<State, Summary> summary(State state) {
    if (state.flights() == 0) {
      return Effect.fail("no_flights", "no flight from %s was recorded".formatted(state.airport()));
    }
    return Effect.<State>keep().reply(Summary.of(state));
  }
}
