package dev.hachi.sharding.membership;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.hachi.sharding.guard.ClusterTls;
import dev.hachi.sharding.guard.TlsFiles;
import dev.hachi.sharding.placement.Division;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a replica must know to be a member of a cluster.
 *
 * @param namespace the tenant; only members of one namespace join each other
 * @param bindHost the address that it listens at, and at which the others reach it
 * @param port its cluster port; 0 for a free one
 * @param join where it finds the others
 * @param tls what it shows to other members and asks of them; null for nothing
 * @param functions how the functions that it hosts are divided, by their names
 * @param stateVersions the highest state version that its code of each of them knows
 */
public record ClusterSettings(
    String namespace,
    String bindHost,
    int port,
    JoinSource join,
    @Nullable TlsFiles tls,
    Map<String, Division> functions,
    Map<String, Integer> stateVersions) {
  private static final Pattern ROLE =
      Pattern.compile("fn-([1-9][0-9]{0,8})-([1-9][0-9]{0,8})-(.+)");
  private static final Pattern STATE_ROLE = Pattern.compile("state-([1-9][0-9]{0,8})-(.+)");
  private static final Set<String> WILDCARDS = Set.of("", "0.0.0.0", "::", "[::]");
  private static final int PORT_MAX = 65_535;

  public ClusterSettings {
    functions = Map.copyOf(functions);
    stateVersions = Map.copyOf(stateVersions);
    if (WILDCARDS.contains(bindHost)) {
      throw new IllegalArgumentException(
          "hachi_bind must be an address at which the other replicas reach this one, was \""
              + bindHost
              + "\"");
    }
    if (port < 0 || port > PORT_MAX) {
      throw new IllegalArgumentException("hachi_cluster_port must be 0 to 65535, was " + port);
    }
  }

  /**
   * The name of the ActorSystem, which must be the same on all members and differs between
   * namespaces: Pekko lets no member of another name join.
   */
  public static String systemName(String namespace) {
    var name = new StringBuilder("hachi-");
    for (var octet : namespace.getBytes(StandardCharsets.UTF_8)) {
      if (octet == '-' || (octet > 0 && Character.isLetterOrDigit(octet))) {
        name.append((char) octet);
      } else {
        name.append("_%02x".formatted(octet));
      }
    }
    return name.toString();
  }

  /** The ActorSystem's configuration, to be put over the other layers. */
  public Config config() {
    var host = HostPort.bracketed(bindHost);
    var roles = new TreeSet<String>();
    functions.forEach((name, division) -> roles.add(role(name, division)));
    stateVersions.forEach((name, version) -> roles.add("state-%d-%s".formatted(version, name)));
    return ConfigFactory.parseMap(
            Map.of(
                "pekko.remote.artery.canonical.hostname", host,
                "pekko.remote.artery.canonical.port", port,
                "pekko.cluster.roles", List.copyOf(roles)))
        .withFallback(tls == null ? ConfigFactory.empty() : ClusterTls.settings(tls, namespace))
        .withFallback(ConfigFactory.parseResources(ClusterSettings.class, "/hachi-cluster.conf"));
  }

  /** Pekko tells the roles of a member to all others. */
  private static String role(String function, Division division) {
    return "fn-%d-%d-%s".formatted(division.shards(), division.copies(), function);
  }

  /** How the functions that a member with {@code roles} hosts are divided, as it was told. */
  static Map<String, Division> functionsOf(Set<String> roles) {
    return roles.stream()
        .map(ROLE::matcher)
        .filter(Matcher::matches)
        .collect(Collectors.toUnmodifiableMap(role -> role.group(3), ClusterSettings::division));
  }

  /** The state versions of the functions that a member with {@code roles} hosts. */
  static Map<String, Integer> stateVersionsOf(Set<String> roles) {
    return roles.stream()
        .map(STATE_ROLE::matcher)
        .filter(Matcher::matches)
        .collect(
            Collectors.toUnmodifiableMap(
                role -> role.group(2), role -> Integer.parseInt(role.group(1)), Math::max));
  }

  private static Division division(MatchResult role) {
    return new Division(Integer.parseInt(role.group(1)), Integer.parseInt(role.group(2)));
  }
}
