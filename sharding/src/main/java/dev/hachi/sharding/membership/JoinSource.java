package dev.hachi.sharding.membership;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;

/** Where a replica that starts finds the others: their admin ports are its contact points. */
public sealed interface JoinSource {
  /** More than these are not asked. */
  int CONTACT_POINTS_MAX = 64;

  /** Nowhere: it is a cluster of its own. */
  record None() implements JoinSource {}

  /** At fixed contact points, {@code host:port} each, its own among them or not. */
  record Static(List<String> contactPoints) implements JoinSource {
    public Static {
      contactPoints = List.copyOf(new LinkedHashSet<>(contactPoints));
    }
  }

  /** At every address of a DNS name, all on one port. */
  record Dns(String name, int port) implements JoinSource {}

  /**
   * Reads {@code none}, {@code static:HOST:PORT,...} or {@code dns:NAME}.
   *
   * @param metricsPort the admin port behind every address of the DNS name
   * @throws IllegalArgumentException with one sentence when it is none of these
   */
  public static JoinSource parse(String text, int metricsPort) {
    if (text.equals("none")) {
      return new None();
    }
    if (text.startsWith("static:")) {
      return contactPoints(text);
    }
    if (text.startsWith("dns:") && HostPort.isName(text.substring("dns:".length()))) {
      return new Dns(text.substring("dns:".length()), metricsPort);
    }
    throw malformed(text);
  }

  private static Static contactPoints(String text) {
    var points = Arrays.stream(text.substring("static:".length()).split(",", -1)).toList();
    if (!points.stream().allMatch(HostPort::isValid)) {
      throw malformed(text);
    }
    var source = new Static(points);
    if (source.contactPoints().size() > CONTACT_POINTS_MAX) {
      throw new IllegalArgumentException(
          "hachi_join may name %d contact points, has %d"
              .formatted(CONTACT_POINTS_MAX, source.contactPoints().size()));
    }
    return source;
  }

  private static IllegalArgumentException malformed(String text) {
    return new IllegalArgumentException(
        "hachi_join must be none, static:HOST:PORT,... or dns:NAME, was \"" + text + "\"");
  }
}
