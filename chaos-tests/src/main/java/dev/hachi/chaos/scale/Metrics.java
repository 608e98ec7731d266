package dev.hachi.chaos.scale;

import dev.hachi.chaos.nemesis.Replica;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The sums of what some replicas tell of themselves. */
final class Metrics {
  private static final String HAND_OVER = "hachi_handover_seconds";
  private static final Pattern SERIES =
      Pattern.compile("(?m)^(hachi_\\w+)(?:\\{([^}]*)\\})? (\\S+)$");
  private static final Pattern LIMIT = Pattern.compile("le=\"([^\"]+)\"");

  private final Map<String, Double> sums = new TreeMap<>();

  /** How many hand-overs lasted no longer than each of these seconds. */
  private final Map<Double, Long> within = new TreeMap<>();

  private Metrics() {}

  static Metrics of(List<Replica> replicas) throws IOException, InterruptedException {
    var texts = new ArrayList<String>();
    for (var replica : replicas) {
      texts.add(replica.metrics());
    }
    return read(texts);
  }

  static Metrics read(List<String> texts) {
    var metrics = new Metrics();
    for (var text : texts) {
      SERIES
          .matcher(text)
          .results()
          .forEach(series -> metrics.add(series.group(1), series.group(2), series.group(3)));
    }
    return metrics;
  }

  private void add(String name, String labels, String value) {
    var number = Double.parseDouble(value);
    sums.merge(name, number, Double::sum);
    var limit = labels == null ? null : LIMIT.matcher(labels);
    if (name.equals(HAND_OVER + "_bucket") && limit != null && limit.find()) {
      var seconds = limit.group(1).equals("+Inf") ? "Infinity" : limit.group(1);
      within.merge(Double.parseDouble(seconds), (long) number, Long::sum);
    }
  }

  private double sum(String name) {
    return sums.getOrDefault(name, 0.0);
  }

  long handOvers() {
    return (long) sum(HAND_OVER + "_count");
  }

  double handOverSeconds() {
    return sum(HAND_OVER + "_sum");
  }

  double storeBytes() {
    return sum("hachi_store_bytes");
  }

  /** In how many seconds all hand-overs since {@code before} ended; 0 when there were none. */
  double handOversWithin(Metrics before) {
    var all = handOvers() - before.handOvers();
    return within.entrySet().stream()
        .filter(one -> all > 0)
        .filter(one -> one.getValue() - before.within.getOrDefault(one.getKey(), 0L) >= all)
        .mapToDouble(Map.Entry::getKey)
        .min()
        .orElse(0);
  }
}
