package dev.hachi.chaos.report;

import dev.hachi.chaos.checker.Finding;
import dev.hachi.chaos.history.Operation;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The report as one page that needs nothing else. */
final class Page {
  private static final int SHOWN_MAX = 20;
  private static final int NEIGHBOURS = 8;
  private static final Duration AFTER = Duration.ofSeconds(10);
  private static final String STYLE =
      """
      body { font: 14px sans-serif; max-width: 1080px; margin: 2em auto; color: #222 }
      h2 { margin-top: 1.6em; font-size: 15px } h3 { font-size: 13px } table { border-collapse: collapse; font-size: 12px }
      td, th { text-align: left; padding: 2px 8px; border-bottom: 1px solid #ddd;
               vertical-align: top; overflow-wrap: anywhere }
      td:nth-child(-n+6) { white-space: nowrap }
      svg text { font-size: 10px; fill: #555 } .grid { stroke: #eee }
      path { fill: none; stroke-width: 1.5 } .good { stroke: #287a3c } .bad { stroke: #c22 }
      .p50 { stroke: #2463a8 } .p99 { stroke: #d98a00 }
      .fault { fill: #c22; fill-opacity: .1; stroke: #c22; stroke-opacity: .3 } .unseen { fill: #888; stroke: #888 } .at { background: #fdd }
      .verdict-good { color: #287a3c } .verdict-bad { color: #c22 }
      """;

  private final Summary summary;
  private final long begin;
  private final int seconds;
  private final StringBuilder html = new StringBuilder();

  private Page(Summary summary) {
    this.summary = summary;
    var operations = summary.operations();
    this.begin = operations.stream().mapToLong(Operation::intended).min().orElse(0);
    var end = operations.stream().mapToLong(Operation::end).max().orElse(begin);
    this.seconds = (int) ((end - begin) / 1_000_000_000L) + 1;
  }

  static String of(Summary summary, String title) {
    var page = new Page(summary);
    page.head(title);
    page.plots();
    page.faults();
    page.violations();
    page.undecided();
    page.events();
    return page.html + "</body></html>\n";
  }

  private void head(String title) {
    html.append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Chaos: ")
        .append(escape(title))
        .append("</title><style>")
        .append(STYLE)
        .append("</style></head><body><h1>")
        .append(escape(title))
        .append("</h1><p class=\"verdict-")
        .append(summary.isGood() ? "good" : "bad")
        .append("\">")
        .append(escape(summary.line()))
        .append("</p>\n");
  }

  private void plots() {
    var by = new Seconds(summary.operations(), begin, seconds);
    var faults = summary.history().faults();
    var served = by.served();
    var p99 = by.p99();
    plot(
        "Throughput: <b class=verdict-good>served</b>, <b class=verdict-bad>not served</b>",
        new Chart(begin, seconds, Math.max(Seconds.most(served), Seconds.most(by.unserved())), "/s")
            .faults(faults)
            .line(served, "good")
            .line(by.unserved(), "bad"));
    plot(
        "Latency of what was served, from when it was due: median (blue), 99th percentile (orange)",
        new Chart(begin, seconds, Seconds.most(p99), "ms")
            .faults(faults)
            .line(by.p50(), "p50")
            .line(p99, "p99"));
    var gaps = Seconds.gaps(summary.operations(), begin, seconds);
    plot(
        "Gaps of hand-over and fail-over: the longest wait until a key was served, by when it began",
        new Chart(begin, seconds, Seconds.most(gaps), "ms").faults(faults).line(gaps, "bad"));
    plot(
        "Availability: part of the requests due in a second that were served",
        new Chart(begin, seconds, 100, "%").faults(faults).line(by.availability(), "good"));
  }

  private void plot(String title, Chart chart) {
    html.append("<h2>").append(title).append("</h2>\n").append(chart);
  }

  // ---- faults
  // -------------------------------------------------------------------------------------

  private void faults() {
    html.append(
        "<h2>Faults</h2><table><tr><th>fault<th>of<th>from<th>to<th>longest gap of a key"
            + "<th>served<th>evidence</tr>\n");
    for (var fault : summary.history().faults()) {
      var during =
          summary.operations().stream()
              .filter(operation -> operation.intended() >= fault.start())
              .filter(operation -> operation.intended() <= fault.end() + AFTER.toNanos())
              .toList();
      row(
          fault.happened() ? "" : "at",
          fault.kind(),
          fault.victim(),
          second(fault.start()),
          second(fault.end()),
          format("%.0f ms", Spread.of(Gaps.of(during)).max().toNanos() / 1e6),
          format(
              "%.1f %%",
              100.0
                  * during.stream().filter(Operation::isServed).count()
                  / Math.max(1, during.size())),
          fault.evidence());
    }
    html.append(
            "</table><p>A gap runs from when a request was due until its key was served; those ")
        .append("of a fault are counted until ")
        .append(AFTER.toSeconds())
        .append(" s after it.</p>\n");
  }

  private void events() {
    html.append("<h2>Events</h2><table>\n");
    for (var event : summary.history().events()) {
      row("", second(event.at()), event.what());
    }
    html.append("</table>\n");
  }

  // ---- violations
  // ---------------------------------------------------------------------------------

  private void violations() {
    html.append("<h2>Violations: ").append(summary.violations().size()).append("</h2>\n");
    findings(summary.violations());
  }

  private void undecided() {
    if (!summary.undecided().isEmpty()) {
      html.append("<h2>Keys undecided: ").append(summary.undecided().size()).append("</h2>\n");
      findings(summary.undecided());
    }
  }

  private void findings(List<? extends Finding> findings) {
    for (var finding : findings.stream().limit(SHOWN_MAX).toList()) {
      html.append("<h3>").append(escape(finding.toString())).append("</h3>\n");
      var at = finding.at();
      if (at != null) {
        neighbours(at);
      }
    }
    if (findings.size() > SHOWN_MAX) {
      html.append("<p>and ").append(findings.size() - SHOWN_MAX).append(" more</p>\n");
    }
  }

  /** What was asked of the same key at about the same time. */
  private void neighbours(Operation at) {
    var ofKey =
        summary.operations().stream()
            .filter(operation -> operation.key().equals(at.key()))
            .sorted(Comparator.comparingLong(Operation::start))
            .toList();
    var place = ofKey.indexOf(at) < 0 ? ofKey.size() : ofKey.indexOf(at);
    html.append("<table><tr><th>sent<th>ended<th>id<th>action<th>by<th>outcome</tr>\n");
    List<Operation> near =
        ofKey.subList(Math.max(0, place - NEIGHBOURS), Math.min(ofKey.size(), place + NEIGHBOURS));
    for (var operation : near) {
      operation(operation, operation.equals(at));
    }
    if (place == ofKey.size()) {
      operation(at, true);
    }
    html.append("</table>\n");
  }

  private void operation(Operation operation, boolean isAt) {
    row(
        isAt ? "at" : "",
        second(operation.start()),
        second(operation.end()),
        operation.id(),
        operation.action().toString(),
        operation.replica(),
        operation.outcome().toString());
  }

  // ---- text
  // ---------------------------------------------------------------------------------------

  private String second(long nanos) {
    return format("%.3f s", (nanos - begin) / 1e9);
  }

  private void row(String style, String... cells) {
    html.append("<tr class=\"").append(style).append("\">");
    for (var cell : cells) {
      html.append("<td>").append(escape(cell));
    }
    html.append("</tr>\n");
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
