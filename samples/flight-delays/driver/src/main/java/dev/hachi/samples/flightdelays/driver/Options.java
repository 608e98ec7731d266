package dev.hachi.samples.flightdelays.driver;

import java.net.URI;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/**
 * What the command line asks for.
 *
 * @param url the function, without a slash at the end
 * @param clients requests at the same time
 */
record Options(boolean help, String url, int clients, Path file) {
  private static final int CLIENTS_MAX = 1_000;

  static final String HELP =
      """
      Usage: samples/flight-delays/replay [--url URL] [--clients N] [--file FILE]

      Sends every flight of a file to the function flight-delays and prints the ten airports with
      the worst mean delay. A second run adds the same flights once more.

        --url URL      the function (default: http://localhost:8080)
        --clients N    requests at the same time, 1 to 1000 (default: 32)
        --file FILE    flights as JSON (default: data/flights-20k.json of the sample)
        --help         this text

      A request answered with 429, 503 or 504, or not at all, is repeated with the same
      Idempotency-Key, 20 times at most: no flight counts twice.

      Example:
        ./hachi run samples/flight-delays --port 9000
        samples/flight-delays/replay --url http://localhost:9000 --clients 8
      """;

  /** The arguments are wrong; the message says which and what is allowed. */
  static final class Misuse extends Exception {
    Misuse(String sentence) {
      super(sentence);
    }
  }

  static Options parse(String... arguments) throws Misuse {
    var options =
        new Options(
            false,
            "http://localhost:8080",
            32,
            Path.of("samples", "flight-delays", "data", "flights-20k.json"));
    for (var rest = List.of(arguments).iterator(); rest.hasNext(); ) {
      options = options.with(rest.next(), rest);
    }
    return options;
  }

  private Options with(String option, Iterator<String> rest) throws Misuse {
    if (option.equals("--help")) {
      return new Options(true, url, clients, file);
    }
    if (!List.of("--url", "--clients", "--file").contains(option)) {
      throw new Misuse("unknown option: " + option);
    }
    if (!rest.hasNext()) {
      throw new Misuse(option + " needs a value");
    }
    var value = rest.next();
    return switch (option) {
      case "--url" -> new Options(help, url(value), clients, file);
      case "--clients" -> new Options(help, url, clients(value), file);
      default -> new Options(help, url, clients, Path.of(value));
    };
  }

  private static String url(String value) throws Misuse {
    try {
      var uri = URI.create(value);
      if (List.of("http", "https").contains(uri.getScheme()) && uri.getHost() != null) {
        return value.replaceAll("/+$", "");
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    throw new Misuse("--url must be such as http://localhost:8080, was " + value);
  }

  private static int clients(String value) throws Misuse {
    if (value.matches("[0-9]{1,4}")) {
      var number = Integer.parseInt(value);
      if (number >= 1 && number <= CLIENTS_MAX) {
        return number;
      }
    }
    throw new Misuse("--clients must be 1 to " + CLIENTS_MAX + ", was " + value);
  }
}
