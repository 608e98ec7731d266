package dev.hachi.benchmarks.report;

import dev.hachi.chaos.scale.Plot;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The results as one page that needs nothing else. */
public final class BenchPage {
  private static final String STYLE =
      """
      body { font: 14px sans-serif; max-width: 1080px; margin: 2em auto; color: #222 }
      h2 { font-size: 16px; margin-top: 1.6em } pre { font-size: 11px; overflow-x: auto }
      figure { display: inline-block; width: 49%; margin: 0 0 1em 0 }
      figcaption { font-weight: bold; font-size: 13px } svg text { font-size: 11px; fill: #555 }
      .grid { stroke: #e4e4e4 } path { fill: none; stroke-width: 1.6 }
      .bars { display: grid; grid-template-columns: 24em 5em 1fr; gap: 2px 8px; font-size: 12px }
      .bar { background: #2463a8; height: 12px } .bad { color: #c22 } .number { text-align: right }
      """;

  private final Results results;
  private final @Nullable Comparison comparison;
  private final StringBuilder html = new StringBuilder();

  private BenchPage(Results results, @Nullable Comparison comparison) {
    this.results = results;
    this.comparison = comparison;
  }

  /** The page of a run, with what changed when it was compared. */
  public static String of(Results results, @Nullable Comparison comparison) {
    var page = new BenchPage(results, comparison);
    page.head();
    page.bad();
    page.bars("Higher is better", Figure.Better.HIGHER);
    page.bars("Lower is better", Figure.Better.LOWER);
    page.plots();
    page.table();
    return page.html + "</body></html>\n";
  }

  private void head() {
    html.append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
        .append("<title>Benchmarks</title><style>")
        .append(STYLE)
        .append("</style></head><body><h1>Benchmarks</h1><p>")
        .append(
            Plot.escape(
                "Measured %s on %d processors, which all processes and the load share; Java %s."
                    .formatted(results.measured(), results.processors(), results.java())))
        .append("</p><p>The yardstick is ")
        .append(Plot.escape(results.yardstick()))
        .append(
            ", measured right before each sample. A ratio is the measured divided by the"
                + " yardstick, the median of all samples.</p>");
  }

  private void bad() {
    var sentences =
        Stream.concat(
                results.failures().stream(),
                comparison == null
                    ? Stream.<String>empty()
                    : comparison.slower().map(BenchPage::sentence))
            .toList();
    if (!sentences.isEmpty()) {
      html.append("<h2 class=\"bad\">What must not be</h2><ul>");
      sentences.forEach(one -> html.append("<li>").append(Plot.escape(one)).append("</li>"));
      html.append("</ul>");
    }
  }

  private static String sentence(Comparison.Change change) {
    return String.format(
        Locale.ROOT,
        "%s, %s: the ratio went from %s to %s",
        change.scenario(),
        change.name(),
        Table.number(change.before().median()),
        Table.number(change.now().median()));
  }

  // ---- ratios -----------------------------------------------------------------------------------

  private void bars(String title, Figure.Better better) {
    var figures =
        results.figures().stream()
            .filter(figure -> figure.better() == better && figure.ratio() != null)
            .toList();
    var most = figures.stream().mapToDouble(BenchPage::ratio).max().orElse(1);
    html.append("<h2>Ratios to the yardstick. ").append(title).append("</h2><div class=\"bars\">");
    for (var figure : figures) {
      html.append("<span>")
          .append(Plot.escape(figure.scenario() + ": " + figure.name()))
          .append("</span><span class=\"number\">")
          .append(Table.number(ratio(figure)))
          .append("</span><span class=\"bar\" style=\"width:")
          .append(String.format(Locale.ROOT, "%.1f", 100 * ratio(figure) / most))
          .append("%\"></span>");
    }
    html.append("</div>");
  }

  private static double ratio(Figure figure) {
    var ratio = figure.ratio();
    return ratio == null ? 0 : ratio.median();
  }

  // ---- samples ----------------------------------------------------------------------------------

  private void plots() {
    html.append("<h2>Sample by sample</h2>");
    results.figures().stream()
        .filter(figure -> figure.values().size() > 1)
        .forEach(figure -> html.append(plot(figure)));
  }

  private static String plot(Figure figure) {
    var samples = figure.values().size();
    var steps = IntStream.rangeClosed(1, samples).mapToObj(Integer::toString).toList();
    var title = figure.scenario() + ": " + figure.name();
    var plot = new Plot(title, "samples", steps, false).line("measured", doubles(figure.values()));
    return figure.yardstick().isEmpty()
        ? plot.svg()
        : plot.line("yardstick", doubles(figure.yardstick())).svg();
  }

  private static double[] doubles(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private void table() {
    html.append("<h2>All of it</h2><pre>")
        .append(Plot.escape(String.join("\n", Table.of(results, comparison))))
        .append("</pre>");
  }
}
