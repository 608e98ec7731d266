package dev.hachi.chaos.scale;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * All that a test came to.
 *
 * @param options what was asked for
 * @param processors that the replicas and the load share
 * @param cells what was measured, by replicas and keys
 * @param leftOut what had not begun in time
 * @param violations what must not be
 * @param large the forecast of large clusters: figures by name
 * @param forecast the same for people
 */
record Results(
    ScaleOptions options,
    int processors,
    List<Cell> cells,
    List<String> leftOut,
    List<String> violations,
    List<Map<String, Double>> large,
    String forecast) {
  boolean isGood() {
    return violations.isEmpty();
  }

  /** The run in one line. */
  String line() {
    var requests = cells.stream().mapToLong(Results::requests).sum();
    return "%s: %d of %d measured, %,d requests, %d violations%s"
        .formatted(
            isGood() ? "good" : "BAD",
            cells.size(),
            cells.size() + leftOut.size(),
            requests,
            violations.size(),
            leftOut.isEmpty() ? "" : "; left out, as the time was up: " + leftOut);
  }

  private static long requests(Cell cell) {
    return cell.rungs().stream().mapToLong(Rung::requests).sum()
        + cell.up().requests()
        + cell.down().requests();
  }

  /** The highest rate that was held everywhere, to compare at; else the lowest there is. */
  int commonRate() {
    var common = options.rates().getFirst();
    for (var rate : options.rates()) {
      var heldByAll =
          cells.stream()
              .allMatch(cell ->
                  cell.at(rate)
                      .filter(rung -> rung.verdict(options.p99Max()) == Rung.Verdict.HELD)
                      .isPresent());
      common = heldByAll ? rate : common;
    }
    return common;
  }

  /** The measured in a table; a row for each cell. */
  List<String> table() {
    var rows = new ArrayList<String>();
    rows.add(
        "replicas    keys  held req/s  p50 ms  p99 ms  CPU us/req  load us/req  B/key stored"
            + "  MB resident  join: wait p99/max s  leave: wait p99/max s");
    for (var cell : cells) {
      rows.add(
          "%8d %,7d  %10s  %6s  %6s  %10s  %11s  %12s  %11s  %20s  %21s"
              .formatted(
                  cell.replicas(),
                  cell.keys(),
                  held(cell, "%,.0f", Rung::perSecond),
                  held(cell, "%.1f", rung -> rung.p50().toNanos() / 1e6),
                  held(cell, "%.1f", rung -> rung.p99().toNanos() / 1e6),
                  held(cell, "%.0f", Rung::cpuMicros),
                  held(cell, "%.0f", Rung::loadMicros),
                  "%.0f".formatted(cell.storeBytesPerKey()),
                  "%.0f".formatted(cell.residentBytes() / 1e6),
                  waits(cell.up()),
                  waits(cell.down())));
    }
    return rows;
  }

  /** Of the highest rate that was held; a dash when none was. */
  private String held(Cell cell, String format, ToDoubleFunction<Rung> figure) {
    return cell.held(options.p99Max())
        .map(rung -> format.formatted(figure.applyAsDouble(rung)))
        .orElse("-");
  }

  private static String waits(Shift shift) {
    return "%.2f / %.2f"
        .formatted(shift.waitP99().toNanos() / 1e9, shift.waitMax().toNanos() / 1e9);
  }
}
