package dev.hachi.chaos.report;

import dev.hachi.chaos.history.Fault;
import java.util.List;
import java.util.Locale;

/** A plot over the seconds of a run, as SVG, with the faults drawn in. */
final class Chart {
  private static final int WIDTH = 1_000;
  private static final int HEIGHT = 220;
  private static final int LEFT = 60;
  private static final int RIGHT = 20;
  private static final int BOTTOM = 20;
  private static final int LABEL = 11;

  /** The names of faults that are made at about the same time are below each other. */
  private static final int LANES = 4;

  private static final int TOP = LABEL * LANES + 6;
  private static final int PARTS = 4;

  private final StringBuilder svg = new StringBuilder();
  private final long begin;
  private final double seconds;
  private final double most;

  /**
   * One from {@code begin}.
   *
   * @param most the highest value that has room
   */
  Chart(long begin, int seconds, double most, String unit) {
    this.begin = begin;
    this.seconds = Math.max(1, seconds);
    this.most = round(most);
    svg.append(
        "<svg viewBox=\"0 0 %d %d\" role=\"img\">"
            .formatted(LEFT + WIDTH + RIGHT, HEIGHT + BOTTOM));
    for (var part = 0; part <= PARTS; part++) {
      var value = this.most * part / PARTS;
      svg.append(
          format(
              "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" class=\"grid\"/>"
                  + "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s %s</text>",
              LEFT, LEFT + WIDTH, y(value), y(value), LEFT - 4, y(value) + 4, number(value), unit));
    }
    for (var second = 0; second <= seconds; second += Math.max(5, seconds / 60 * 5)) {
      svg.append(
          format("<text x=\"%.1f\" y=\"%d\">%d s</text>", x(second), HEIGHT + BOTTOM - 4, second));
    }
  }

  /** The next number of which a quarter is a round one. */
  private static double round(double most) {
    if (most <= 0) {
      return 1;
    }
    var unit = Math.pow(10, Math.floor(Math.log10(most)));
    for (var step : new double[] {1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8}) {
      if (most <= step * unit) {
        return step * unit;
      }
    }
    return 10 * unit;
  }

  private static String number(double value) {
    return value == Math.rint(value) ? format("%.0f", value) : format("%.3g", value);
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private double x(double second) {
    return LEFT + WIDTH * second / seconds;
  }

  private double y(double value) {
    return HEIGHT - (HEIGHT - TOP) * Math.min(value, most) / most;
  }

  Chart faults(List<Fault> faults) {
    var lane = 0;
    for (var fault : faults) {
      var from = x((fault.start() - begin) / 1e9);
      var to = x((fault.end() - begin) / 1e9);
      svg.append(
          format(
              "<rect x=\"%.1f\" y=\"0\" width=\"%.1f\" height=\"%d\" class=\"%s\"><title>%s</title>"
                  + "</rect><text x=\"%.1f\" y=\"%d\">%s</text>",
              from,
              Math.max(2, to - from),
              HEIGHT,
              fault.happened() ? "fault" : "fault unseen",
              Page.escape(fault.kind() + " of " + fault.victim()),
              from + 2,
              LABEL * (1 + lane++ % LANES),
              Page.escape(fault.kind())));
    }
    return this;
  }

  /** One value per second; NaN where there is none. */
  Chart line(double[] values, String style) {
    var path = new StringBuilder();
    var draws = false;
    for (var second = 0; second < values.length; second++) {
      if (Double.isNaN(values[second])) {
        draws = false;
        continue;
      }
      path.append(format("%s%.1f %.1f", draws ? "L" : "M", x(second + 0.5), y(values[second])));
      draws = true;
    }
    svg.append("<path d=\"").append(path).append("\" class=\"").append(style).append("\"/>");
    return this;
  }

  @Override
  public String toString() {
    return svg + "</svg>\n";
  }
}
