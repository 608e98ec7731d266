package dev.hachi.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A row for each figure, for people. */
public final class Table {
  private Table() {}

  /** The figures of a run. */
  public static List<String> of(Results results, @Nullable Comparison comparison) {
    var rows = new ArrayList<String>();
    var change = comparison == null ? "" : "since baseline";
    rows.add(row("scenario", "figure", "measured", "yardstick", "ratio", "from to", change));
    for (var figure : results.figures()) {
      var ratio = figure.ratio();
      rows.add(
          row(
              figure.scenario(),
              figure.name(),
              number(Spread.of(figure.values()).median()),
              figure.yardstick().isEmpty() ? "-" : number(Spread.of(figure.yardstick()).median()),
              ratio == null ? "-" : number(ratio.median()),
              ratio == null ? "" : number(ratio.least()) + " " + number(ratio.most()),
              comparison == null ? "" : comparison.words(figure)));
    }
    return List.copyOf(rows);
  }

  private static String row(String... cells) {
    return String.format(Locale.ROOT, "%-20s %-28s %12s %12s %8s  %-15s %s", (Object[]) cells)
        .stripTrailing();
  }

  /** With three digits or more. */
  static String number(double value) {
    var size = Math.abs(value);
    var format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f";
    return String.format(Locale.ROOT, format, value);
  }
}
