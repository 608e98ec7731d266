package dev.hachi.openfaas.provider.proxy;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Which headers pass on; pure. */
public final class Passing {
  /** Those of one connection, and those that each end writes by itself. */
  private static final Set<String> OWN =
      Set.of(
          "connection",
          "content-length",
          "date",
          "expect",
          "host",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private Passing() {}

  /** The headers of {@code all} for the next hop, by name in any case. */
  public static Map<String, List<String>> on(Map<String, List<String>> all) {
    Set<String> dropped = new HashSet<>(OWN);
    all.forEach((name, values) -> {
      if (name.equalsIgnoreCase("connection")) {
        values.forEach(value -> dropped.addAll(tokens(value)));
      }
    });
    Map<String, List<String>> passing = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.forEach((name, values) -> {
      if (!dropped.contains(name.toLowerCase(Locale.ROOT))) {
        passing.put(name, List.copyOf(values));
      }
    });
    return passing;
  }

  private static List<String> tokens(String value) {
    return List.of(value.toLowerCase(Locale.ROOT).trim().split("\\s*,\\s*"));
  }
}
