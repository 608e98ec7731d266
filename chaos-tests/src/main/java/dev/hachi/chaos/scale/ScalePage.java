package dev.hachi.chaos.scale;

import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The results as one page that needs nothing else. */
final class ScalePage {
  private static final String STYLE =
      """
      body { font: 14px sans-serif; max-width: 1080px; margin: 2em auto; color: #222 }
      h2 { font-size: 16px; margin-top: 1.6em } figure { display: inline-block; width: 49%; margin: 0 0 1em 0 }
      figcaption { font-weight: bold; font-size: 13px } svg text { font-size: 11px; fill: #555 }
      .grid { stroke: #e4e4e4 } path { fill: none; stroke-width: 1.6 }
      .good { color: #287a3c } .bad { color: #c22 } pre { font-size: 11px; overflow-x: auto }
      """;

  private final Results results;
  private final StringBuilder html = new StringBuilder();

  private ScalePage(Results results) {
    this.results = results;
  }

  static String of(Results results) {
    var page = new ScalePage(results);
    page.head();
    if (!results.cells().isEmpty()) {
      page.measured();
    }
    page.forecast();
    return page.html + "</body></html>\n";
  }

  private void head() {
    html.append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
        .append("<title>Scale test</title><style>")
        .append(STYLE)
        .append("</style></head><body><h1>Scale test</h1>");
    if (!results.cells().isEmpty()) {
      html.append("<p class=\"%s\">".formatted(results.isGood() ? "good" : "bad"))
          .append(Plot.escape(results.line()))
          .append("</p><p><b>All replicas and the load share the ")
          .append(results.processors())
          .append(
              " processors of one machine.</b> So more replicas cannot serve more requests here:"
                  + " each add is stored by up to three processes on the same cores, and what is"
                  + " seen is what copies cost. Latency is counted from when a request was due.</p>");
    }
    if (!results.violations().isEmpty()) {
      html.append("<h2 class=\"bad\">What must not be</h2><ul>");
      results
          .violations()
          .forEach(sentence -> html.append("<li>").append(Plot.escape(sentence)).append("</li>"));
      html.append("</ul>");
    }
  }

  // ---- measured ---------------------------------------------------------------------------------

  private void measured() {
    var p99Max = results.options().p99Max();
    var common = results.commonRate();
    html.append("<h2>Throughput</h2>");
    both(
        "requests/s held with p99 up to %d ms".formatted(p99Max.toMillis()),
        cell -> cell.held(p99Max).map(Rung::perSecond).orElse(0.0));
    html.append("<h2>Latency</h2>");
    both("p50 in ms at %,d requests/s".formatted(common), cell -> p50(cell, common));
    both("p99 in ms at %,d requests/s".formatted(common), cell -> p99(cell, common));
    ramps();
    html.append("<h2>Memory</h2>");
    both("bytes stored per key, all copies together", Cell::storeBytesPerKey);
    both("MB resident, all processes together", cell -> cell.residentBytes() / 1e6);
    html.append("<h2>CPU</h2>");
    both(
        "microseconds of the replicas per request at %,d requests/s".formatted(common),
        cell -> cell.at(common).map(Rung::cpuMicros).orElse(Double.NaN));
    html.append("<h2>Hand-over</h2>");
    both(
        "one replica more: longest wait for a key, in s",
        cell -> cell.up().waitMax().toNanos() / 1e9);
    both(
        "one replica less: longest wait for a key, in s",
        cell -> cell.down().waitMax().toNanos() / 1e9);
    both("one more: mean of hachi_handover_seconds", cell -> cell.up().meanSeconds());
    both("one less: mean of hachi_handover_seconds", cell -> cell.down().meanSeconds());
    html.append("<h2>All of it</h2><pre>")
        .append(Plot.escape(String.join("\n", results.table())))
        .append("</pre>");
  }

  private static double p50(Cell cell, int rate) {
    return cell.at(rate).map(rung -> rung.p50().toNanos() / 1e6).orElse(Double.NaN);
  }

  private static double p99(Cell cell, int rate) {
    return cell.at(rate).map(rung -> rung.p99().toNanos() / 1e6).orElse(Double.NaN);
  }

  /** Against replicas with a line for each number of keys, and the other way round. */
  private void both(String title, ToDoubleFunction<Cell> value) {
    var replicas = results.options().replicas();
    var keys = results.options().keys();
    var overReplicas = new Plot(title, "replicas", words(replicas), false);
    for (var count : keys) {
      overReplicas.line(
          "%,d keys".formatted(count),
          replicas.stream().mapToDouble(number -> value(number, count, value)).toArray());
    }
    var overKeys = new Plot(title, "keys", words(keys), false);
    for (var number : replicas) {
      overKeys.line(
          number + (number == 1 ? " replica" : " replicas"),
          keys.stream().mapToDouble(count -> value(number, count, value)).toArray());
    }
    html.append(overReplicas.svg()).append(overKeys.svg());
  }

  private double value(int replicas, int keys, ToDoubleFunction<Cell> value) {
    return results.cells().stream()
        .filter(cell -> cell.replicas() == replicas && cell.keys() == keys)
        .mapToDouble(value)
        .findAny()
        .orElse(Double.NaN);
  }

  /** Latency against load, with the most keys that were measured. */
  private void ramps() {
    var rates = results.options().rates();
    var keys = results.cells().stream().mapToInt(Cell::keys).max().orElse(0);
    var title = "p99 in ms against requests/s, %,d keys".formatted(keys);
    var plot = new Plot(title, "requests/s", words(rates), true);
    var served =
        new Plot(
            "requests/s answered of those due, %,d keys".formatted(keys),
            "requests/s",
            words(rates),
            false);
    for (var cell : results.cells()) {
      if (cell.keys() == keys) {
        plot.line(
            cell.replicas() + " replicas",
            rates.stream().mapToDouble(rate -> p99(cell, rate)).toArray());
        served.line(
            cell.replicas() + " replicas",
            rates.stream()
                .mapToDouble(rate -> cell.at(rate).map(Rung::perSecond).orElse(Double.NaN))
                .toArray());
      }
    }
    html.append(plot.svg()).append(served.svg());
  }

  // ---- on paper ---------------------------------------------------------------------------------

  private void forecast() {
    html.append(
        "<h2>Large clusters, on paper</h2><p>No replica ran for this: the product's own placement"
            + " was computed, and times follow from the assumptions below.</p>");
    large("shards that the fullest replica runs, divided by the mean", this::fullness);
    large("replicas that run no shard", row -> get(row, "owned_none"));
    large("shards moved by a join, divided by the ideal", this::excess);
    large("GB stored by the fullest replica", row -> get(row, "store_bytes_max") / 1e9);
    large("seconds in which a shard that moves is not served", row -> get(row, "pause_seconds"));
    large("seconds until one replica more has its share", row -> get(row, "join_seconds"));
    large("letters between all replicas by a join", row -> get(row, "join_letters"));
    large(
        "ms for a replica to compute the placement and tell its shards",
        row -> get(row, "place_ms") + get(row, "view_ms"));
    html.append("<pre>").append(Plot.escape(results.forecast())).append("</pre>");
  }

  private double fullness(Map<String, Double> row) {
    return get(row, "owned_max") / get(row, "owned_mean");
  }

  private double excess(Map<String, Double> row) {
    return get(row, "join_moved") / get(row, "join_ideal");
  }

  private static double get(Map<String, Double> row, String name) {
    return row.getOrDefault(name, Double.NaN);
  }

  private void large(String title, ToDoubleFunction<Map<String, Double>> value) {
    var replicas = steps("replicas");
    var plot = new Plot(title, "replicas", words(replicas), true);
    for (var shards : steps("shards")) {
      plot.line(
          "%,d shards".formatted(shards),
          replicas.stream()
              .mapToDouble(number ->
                  results.large().stream()
                      .filter(row -> get(row, "replicas") == number)
                      .filter(row -> get(row, "shards") == shards)
                      .mapToDouble(value)
                      .findAny()
                      .orElse(Double.NaN))
              .toArray());
    }
    html.append(plot.svg());
  }

  private List<Integer> steps(String name) {
    return results.large().stream().map(row -> (int) get(row, name)).distinct().sorted().toList();
  }

  private static List<String> words(List<Integer> numbers) {
    return numbers.stream().map("%,d"::formatted).toList();
  }
}
