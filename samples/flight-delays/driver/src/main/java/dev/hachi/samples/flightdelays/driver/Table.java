package dev.hachi.samples.flightdelays.driver;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The worst airports, for people. */
final class Table {
  private static final Comparator<Summary> WORST_FIRST =
      Comparator.comparingDouble(Summary::mean).reversed().thenComparing(Summary::airport);

  private Table() {}

  /** The {@code count} airports with the largest mean delay. */
  static String worst(int count, List<Summary> airports) {
    var table = new StringBuilder("airport  flights  mean delay  max delay\n");
    airports.stream()
        .sorted(WORST_FIRST)
        .limit(count)
        .forEach(airport -> table.append(line(airport)));
    return table.toString();
  }

  private static String line(Summary airport) {
    return String.format(
        Locale.ROOT,
        "%-7s  %7d  %10.1f  %9d\n",
        airport.airport(),
        airport.flights(),
        airport.mean(),
        airport.max());
  }
}
