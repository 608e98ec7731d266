package dev.hachi.samples.flightdelays.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * One flight of the file.
 *
 * <p>The file is an array of flat objects and each is sent as it is, so all that is read of it is
 * where it ends and its origin: an expression does, and needs no JSON library.
 *
 * @param number its place in the file
 */
record Flight(int number, String origin, String json) {
  private static final Pattern NEXT =
      Pattern.compile("\\G[\\[,]\\s*(\\{[^{}]*\"origin\":\"([A-Z0-9]{3})\"[^{}]*})\\s*");

  /** The flights of each airport, in the order of the file. */
  static SortedMap<String, List<Flight>> byAirport(Path file) throws Failure {
    String text;
    try {
      text = Files.readString(file).strip();
    } catch (IOException e) {
      throw new Failure("the flights in " + file + " cannot be read: " + e);
    }
    var byAirport = new TreeMap<String, List<Flight>>();
    var number = 0;
    var end = 0;
    for (var next = NEXT.matcher(text); next.find(); end = next.end()) {
      var flight = new Flight(number++, next.group(2), next.group(1));
      byAirport.computeIfAbsent(flight.origin(), airport -> new ArrayList<>()).add(flight);
    }
    if (number == 0 || !text.substring(end).equals("]")) {
      throw new Failure(
          "%s must be a JSON array of flights with an \"origin\"; it is not after character %d"
              .formatted(file, end));
    }
    return byAirport;
  }
}
