package dev.hachi.benchmarks.bench;

import dev.hachi.benchmarks.load.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All that there is to measure, in its order. */
final class Scenarios {
  private static final int KEYS = 10_000;
  private static final int REPLICAS = 3;

  /** So few that nearly every add finds its key passive. */
  private static final Map<String, String> FEW_ENTITIES = Map.of("hachi_entities_max", "100");

  /** Soon enough that it fires while the load runs. */
  private static final String TIMER_MILLIS = "10";

  static final List<String> NAMES =
      Stream.concat(all(false).stream(), all(true).stream())
          .map(Scenario::name)
          .distinct()
          .toList();

  private Scenarios() {}

  /** Those that the options ask for. */
  static List<Scenario> of(BenchOptions options) {
    // Whoever names a scenario gets it, in a quick run as well.
    var here = all(options.quick());
    var chosen = new ArrayList<>(here);
    if (!options.only().isEmpty()) {
      var names = here.stream().map(Scenario::name).toList();
      all(!options.quick()).stream()
          .filter(scenario -> !names.contains(scenario.name()))
          .forEach(chosen::add);
    }
    return chosen.stream().filter(scenario -> options.wants(scenario.name())).toList();
  }

  private static List<Scenario> all(boolean quick) {
    var all = new ArrayList<Scenario>();
    all.addAll(loads(1));
    all.add(new Throughput("activation", counter(KEYS).with(FEW_ENTITIES), 1));
    all.add(new PassThrough());
    all.addAll(quick ? loads(REPLICAS).subList(0, 4) : loads(REPLICAS));
    all.add(new ColdStart());
    all.add(new IdleMemory());
    if (quick) {
      all.add(new KeyMemory("keys-20k", 20_000));
    } else {
      all.add(new KeyMemory("keys-100k", 100_000));
      all.add(new KeyMemory("keys-1m", 1_000_000));
    }
    all.add(new Moves("hand-over", false));
    all.add(new Moves("fail-over", true));
    return all;
  }

  private static List<Scenario> loads(int replicas) {
    return List.of(
        load("uniform", counter(KEYS), replicas),
        load("hot", counter(1), replicas),
        load("reads", Work.of("counter", Call.read("get"), KEYS), replicas),
        load("chain", Work.of("relay", Call.handler("ask", "1"), KEYS), replicas),
        load("state-1k", blob(1 << 10, KEYS), replicas),
        load("state-64k", blob(1 << 16, KEYS / 20), replicas),
        load("tell", Work.of("relay", Call.handler("tell", "1"), KEYS).asLater(), replicas),
        load(
            "timers",
            Work.of("ticker", Call.handler("set", TIMER_MILLIS), KEYS).asLater(),
            replicas));
  }

  private static Scenario load(String name, Work work, int replicas) {
    return new Throughput(replicas == 1 ? name : name + "-" + replicas, work, replicas);
  }

  private static Work counter(int keys) {
    return Work.of("counter", Call.handler("add", "1"), keys);
  }

  private static Work blob(int bytes, int keys) {
    return Work.of("blob", Call.handler("add", "1"), keys)
        .first(Call.handler("fill", Integer.toString(bytes)));
  }
}
