package dev.hachi.chaos.nemesis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A network namespace for each place of a cluster, joined by a bridge, so that packets between
 * replicas can be dropped while callers still reach each. Everything has the process's id in its
 * name and is removed at the end; what a killed run has left behind, the next one removes.
 */
public final class Network implements AutoCloseable {
  /** Addresses for measurements, which no network uses (RFC 2544). */
  private static final String PREFIX = "198.18.";

  private static final Path FORWARDED = Path.of("/proc/sys/net/bridge/bridge-nf-call-iptables");
  private static final Pattern OURS = Pattern.compile("\\bhachi(\\d+)(-\\d+)?\\b");
  private static final Pattern DROPPED = Pattern.compile("(?m)^\\s*(\\d+)\\s+\\d+\\s+DROP");

  private final String name;
  private final String subnet;
  private final int places;

  private Network(String name, String subnet, int places) {
    this.name = name;
    this.subnet = subnet;
    this.places = places;
  }

  /** Why there can be none here; empty when there can. */
  public static Optional<String> obstacle() throws InterruptedException {
    if (!Shell.run(List.of("id", "-u")).output().equals("0")) {
      return Optional.of("it needs root");
    }
    for (var needed : List.of(List.of("ip", "-V"), List.of("iptables", "-V"))) {
      if (Shell.run(needed).code() != 0) {
        return Optional.of("it needs the command " + needed.getFirst());
      }
    }
    if (Shell.run(List.of("iptables", "-S", "FORWARD")).output().contains("-P FORWARD DROP")
        && isForwarded()) {
      return Optional.of("this machine's firewall drops what passes a bridge");
    }
    var probe = "hachi" + ProcessHandle.current().pid() + "-0";
    var result = Shell.run(List.of("ip", "netns", "add", probe));
    Shell.run(List.of("ip", "netns", "del", probe));
    return result.code() == 0
        ? Optional.empty()
        : Optional.of("no network namespace can be made: " + result.output());
  }

  private static boolean isForwarded() {
    try {
      return Files.exists(FORWARDED) && Files.readString(FORWARDED).strip().equals("1");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One with {@code places} places. */
  public static Network open(int places) throws InterruptedException {
    sweep();
    var used = Shell.must("ip -o -4 addr show");
    var subnet =
        IntStream.range(0, 256)
            .mapToObj(number -> PREFIX + number + ".")
            .filter(candidate -> !used.contains(" " + candidate))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no free network " + PREFIX + "0.0/16"));
    var network = new Network("hachi" + ProcessHandle.current().pid(), subnet, places);
    try {
      network.build();
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
    return network;
  }

  /** Removes what runs have left that were killed themselves. */
  private static void sweep() throws InterruptedException {
    var names = Shell.must("ip netns list") + "\n" + Shell.must("ip -o link show type bridge");
    for (var found : OURS.matcher(names).results().toList()) {
      if (ProcessHandle.of(Long.parseLong(found.group(1))).isEmpty()) {
        remove(found.group(), found.group(2) != null);
      }
    }
  }

  private static void remove(String name, boolean isNamespace) throws InterruptedException {
    Shell.run(
        isNamespace ? List.of("ip", "netns", "del", name) : List.of("ip", "link", "del", name));
  }

  private void build() throws InterruptedException {
    Shell.must("ip link add " + name + " type bridge");
    Shell.must("ip addr add " + subnet + "1/24 dev " + name);
    Shell.must("ip link set " + name + " up");
    for (var place = 0; place < places; place++) {
      var namespace = namespace(place);
      Shell.must("ip netns add " + namespace);
      // An interface's name has 15 characters at most.
      var link = "h" + name.substring("hachi".length()) + "-" + (place + 1);
      Shell.must("ip link add " + link + " type veth peer name eth0 netns " + namespace);
      Shell.must("ip link set " + link + " master " + name + " up");
      Shell.must("ip -n " + namespace + " addr add " + host(place) + "/24 dev eth0");
      Shell.must("ip -n " + namespace + " link set eth0 up");
      Shell.must("ip -n " + namespace + " link set lo up");
    }
  }

  private String namespace(int place) {
    return name + "-" + (place + 1);
  }

  String host(int place) {
    return subnet + (place + 11);
  }

  /** What stands before a command that is to run at {@code place}. */
  List<String> prefix(int place) {
    return List.of("ip", "netns", "exec", namespace(place));
  }

  /** In which direction packets between a place and the others are dropped. */
  enum Direction {
    IN,
    OUT
  }

  /** Drops a part of the packets between {@code place} and the others; 1 is all of them. */
  void drop(int place, Direction direction, double part) throws InterruptedException {
    var in = direction == Direction.IN;
    var chain = in ? "INPUT" : "OUTPUT";
    var peer = in ? " -s " : " -d ";
    var sometimes = part < 1 ? " -m statistic --mode random --probability " + part : "";
    iptables(place, "-A " + chain + (in ? " -i lo" : " -o lo") + " -j ACCEPT");
    iptables(place, "-A " + chain + peer + subnet + "1 -j ACCEPT"); // callers
    iptables(place, "-A " + chain + peer + subnet + "0/24" + sometimes + " -j DROP");
  }

  /** Lets all pass again; returns how many packets were dropped. */
  long heal(int place) throws InterruptedException {
    var dropped = 0L;
    for (var chain : List.of("INPUT", "OUTPUT")) {
      var counters = iptables(place, "-L " + chain + " -n -v -x");
      dropped +=
          DROPPED
              .matcher(counters)
              .results()
              .mapToLong(found -> Long.parseLong(found.group(1)))
              .sum();
      iptables(place, "-F " + chain);
    }
    return dropped;
  }

  private String iptables(int place, String rule) throws InterruptedException {
    return Shell.must(String.join(" ", prefix(place)) + " iptables -w " + rule);
  }

  @Override
  public void close() {
    try {
      for (var place = 0; place < places; place++) {
        remove(namespace(place), true);
      }
      remove(name, false);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
