package dev.hachi.samples.flightdelays.driver;

import java.util.regex.Pattern;

/** What the function says of one airport: how many flights, and their delay in minutes. */
record Summary(String airport, long flights, double mean, long max) {
  /** The function's reply, flat in the fields that are read here. */
  static Summary parse(String airport, String json) throws Failure {
    return new Summary(
        airport,
        Long.parseLong(number("flights", json)),
        Double.parseDouble(number("mean", json)),
        Long.parseLong(number("max", json)));
  }

  private static String number(String field, String json) throws Failure {
    var found = Pattern.compile("\"" + field + "\":(-?[0-9.]+(?:E-?[0-9]+)?)").matcher(json);
    if (!found.find()) {
      throw new Failure("the function must reply with a number \"" + field + "\", it was " + json);
    }
    return found.group(1);
  }
}
