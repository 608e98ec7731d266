package dev.hachi.openfaas.provider.proxy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What a gateway adds to a call.
 *
 * @param passing the headers for the function
 * @param added those that the caller gets as well, as it did not send them
 */
public record CallHeaders(Map<String, List<String>> passing, Map<String, String> added) {
  /** The id under which a function with state does a call once. */
  public static final String ID = "X-Call-Id";

  private static final String START = "X-Start-Time";

  /**
   * Of a request.
   *
   * @param remote {@code ADDRESS:PORT} of the caller
   * @param host the name under which it called
   */
  public static CallHeaders of(Map<String, List<String>> request, String remote, String host) {
    Map<String, List<String>> passing = Passing.on(request);
    Map<String, String> added = new TreeMap<>();
    add(passing, added, ID, UUID.randomUUID().toString());
    add(passing, added, START, "" + unixNanos());
    passing.putIfAbsent("X-Forwarded-For", List.of(remote));
    passing.putIfAbsent("X-Forwarded-Host", List.of(host));
    return new CallHeaders(passing, added);
  }

  /** Nanoseconds since 1970. */
  private static long unixNanos() {
    var now = Instant.now();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }

  private static void add(
      Map<String, List<String>> passing, Map<String, String> added, String name, String value) {
    if (passing.putIfAbsent(name, List.of(value)) == null) {
      added.put(name, value);
    }
  }

  /** The id of the call. */
  public String id() {
    return passing.getOrDefault(ID, List.of("")).getFirst();
  }
}
