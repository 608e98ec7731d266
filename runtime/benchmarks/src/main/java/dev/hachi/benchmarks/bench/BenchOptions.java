package dev.hachi.benchmarks.bench;

import dev.hachi.chaos.options.OptionValues;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code ./hachi bench} is asked to do.
 *
 * @param quick fewer and shorter samples of fewer scenarios
 * @param only the scenarios to measure, by name; empty for all
 * @param seconds how long a sample lasts; 0 for what is usual
 * @param save also write the results there
 * @param baseline results to compare with
 * @param yardstick a server to divide by in place of the built-in one
 * @param peers servers to measure beside the product
 */
record BenchOptions(
    boolean quick,
    List<String> only,
    int seconds,
    @Nullable Path save,
    @Nullable Path baseline,
    @Nullable URI yardstick,
    List<Peer> peers) {
  static final String HELP =
      """
      Usage: ./hachi bench [OPTION VALUE]... [--quick]

      Measures Hachi on one and on three replicas on this machine: throughput, latency and CPU of
      adds to many keys and to a hot one, of reads, chained calls, large states, messages, timers,
      activations and mode http; cold start, memory, hand-over and fail-over. Before each sample
      the same is measured of a yardstick, a counter in Netty over a map, and each figure is shown
      as a ratio to it, so that runs on other machines, and on a busy one, can be compared. The
      load comes from this process: 64 connections, each of which sends its next request as soon
      as the last one is answered.

      Ends with 0, with 1 when a request failed or something became slower than the baseline, and
      with 2 for misuse. Ctrl-C leaves no process.

        --quick             about five minutes instead of half an hour: shorter samples, fewer keys
        --only NAME,...     only these scenarios, of:
      %s
        --seconds N         how long a sample lasts (4; with --quick 1)
        --save FILE         also write the results to FILE, as a baseline for later runs
        --baseline FILE     compare with results that --save wrote: a figure is slower when no
                            sample's ratio is as good as the worst of the baseline, and the median
                            is worse by 5 %% or more
        --yardstick URL     divide by this server, which must answer POST /counter/KEY with 200
        --peer NAME=URL     also measure this server, by the same request, beside uniform and hot;
                            may be repeated

      Examples:
        ./hachi bench --quick
        ./hachi bench --save before.json
        ./hachi bench --baseline before.json
        ./hachi bench --only uniform,hot --peer redis=http://127.0.0.1:8080
        ./hachi bench --only uniform --yardstick http://127.0.0.1:18099
      """;

  private static final int SECONDS_MAX = 3_600;
  private static final int PEERS_MAX = 8;

  /** Another server that counts. */
  record Peer(String name, URI url) {}

  static BenchOptions standard() {
    return new BenchOptions(false, List.of(), 0, null, null, null, List.of());
  }

  /** The standard, changed by {@code arguments} in their order. */
  static BenchOptions of(List<String> arguments) {
    var options = standard();
    var left = new ArrayDeque<>(arguments);
    while (!left.isEmpty()) {
      var name = left.remove();
      options =
          name.equals("--quick")
              ? new BenchOptions(
                  true,
                  options.only,
                  options.seconds,
                  options.save,
                  options.baseline,
                  options.yardstick,
                  options.peers)
              : options.with(name, OptionValues.required(name, left.poll()));
    }
    return options;
  }

  private BenchOptions with(String name, String value) {
    return switch (name) {
      case "--only" ->
          new BenchOptions(quick, names(value), seconds, save, baseline, yardstick, peers);
      case "--seconds" ->
          new BenchOptions(
              quick,
              only,
              OptionValues.number(name, value, 1, SECONDS_MAX),
              save,
              baseline,
              yardstick,
              peers);
      case "--save" ->
          new BenchOptions(quick, only, seconds, Path.of(value), baseline, yardstick, peers);
      case "--baseline" ->
          new BenchOptions(quick, only, seconds, save, Path.of(value), yardstick, peers);
      case "--yardstick" ->
          new BenchOptions(quick, only, seconds, save, baseline, url(name, value), peers);
      case "--peer" ->
          new BenchOptions(quick, only, seconds, save, baseline, yardstick, more(value));
      default -> throw new IllegalArgumentException("there is no option " + name);
    };
  }

  private static List<String> names(String value) {
    var names = Arrays.asList(value.split(",", -1));
    for (var name : names) {
      if (!Scenarios.NAMES.contains(name)) {
        throw new IllegalArgumentException(
            "there is no scenario %s; there are %s"
                .formatted(name, String.join(", ", Scenarios.NAMES)));
      }
    }
    return List.copyOf(names);
  }

  private List<Peer> more(String value) {
    var parts = value.split("=", 2);
    if (parts.length != 2 || !parts[0].matches("[A-Za-z0-9_.-]{1,20}")) {
      throw new IllegalArgumentException(
          "--peer must be NAME=URL with a name of 1 to 20 letters, digits, _, - and ., was "
              + value);
    }
    var more = new ArrayList<>(peers);
    more.add(new Peer(parts[0], url("--peer", parts[1])));
    if (more.size() > PEERS_MAX || more.stream().map(Peer::name).distinct().count() < more.size()) {
      throw new IllegalArgumentException(
          "--peer may be given %d times at most, with another name each time".formatted(PEERS_MAX));
    }
    return List.copyOf(more);
  }

  private static URI url(String name, String value) {
    try {
      var url = URI.create(value);
      if ("http".equals(url.getScheme()) && url.getHost() != null && url.getRawQuery() == null) {
        return url;
      }
    } catch (IllegalArgumentException _) {
      // said below
    }
    throw new IllegalArgumentException(
        "%s must be a URL such as http://127.0.0.1:8080, was %s".formatted(name, value));
  }

  // ---- what follows -----------------------------------------------------------------------------

  boolean wants(String scenario) {
    return only.isEmpty() || only.contains(scenario);
  }

  /** How often a load is measured. */
  int rounds() {
    return quick ? 3 : 5;
  }

  /** How often something is measured that takes a start of processes. */
  int starts() {
    return quick ? 2 : 5;
  }

  int sampleSeconds() {
    return seconds > 0 ? seconds : quick ? 1 : 4;
  }

  Duration sample() {
    return Duration.ofSeconds(sampleSeconds());
  }

  /** How long replicas are asked before anything counts, so that their code is compiled. */
  Duration warmUp() {
    return Duration.ofSeconds(quick ? 3 : 15);
  }

  String yardstickName() {
    return yardstick == null ? "a counter in Netty over a map" : yardstick.toString();
  }
}
