package dev.hachi.samples.flightdelays;

import java.util.Map;

/**
 * The delays of one airport, for a reader.
 *
 * @param mean minutes, negative when flights leave early on average
 * @param max the largest delay in minutes
 * @param delays flights per range of minutes, both ends included, earliest first
 */
public record Summary(long flights, double mean, int max, Map<String, Long> delays) {
  static Summary of(FlightDelays.State state) {
    return new Summary(
        state.flights(),
        (double) state.minutes() / state.flights(),
        state.max(),
        state.histogram().named());
  }
}
