package dev.hachi.chaos.scale;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Lines over a few steps such as numbers of replicas, as SVG with a legend. */
public final class Plot {
  private static final int WIDTH = 430;
  private static final int HEIGHT = 220;
  private static final int LEFT = 62;
  private static final int TOP = 12;
  private static final int BOTTOM = 34;
  private static final int PARTS = 4;
  private static final List<String> COLOURS =
      List.of("#2463a8", "#d98a00", "#287a3c", "#c22222", "#7b4fa3", "#666666");

  private final String title;
  private final String xName;
  private final List<String> steps;
  private final boolean logarithmic;
  private final Map<String, double[]> lines = new LinkedHashMap<>();

  /**
   * An empty one.
   *
   * @param title what is shown, with its unit
   * @param xName what the steps are
   */
  public Plot(String title, String xName, List<String> steps, boolean logarithmic) {
    this.title = title;
    this.xName = xName;
    this.steps = steps;
    this.logarithmic = logarithmic;
  }

  /** One value for each step; NaN where there is none. */
  public Plot line(String name, double[] values) {
    lines.put(name, values);
    return this;
  }

  /** With its title. */
  public String svg() {
    var all = new ArrayList<Double>();
    lines
        .values()
        .forEach(values -> {
          for (var value : values) {
            if (Double.isFinite(value) && (value > 0 || !logarithmic)) {
              all.add(value);
            }
          }
        });
    var most = all.stream().mapToDouble(Double::doubleValue).max().orElse(1);
    var least = logarithmic ? all.stream().mapToDouble(Double::doubleValue).min().orElse(1) : 0;
    var scale = logarithmic ? Scale.logarithmic(least, most) : Scale.linear(most);
    var svg = new StringBuilder();
    svg.append(
        format(
            "<svg viewBox=\"0 0 %d %d\" role=\"img\"><title>%s</title>",
            LEFT + WIDTH + 20, TOP + HEIGHT + BOTTOM + 16, escape(title)));
    axes(svg, scale);
    var number = 0;
    for (var line : lines.entrySet()) {
      draw(svg, scale, line.getKey(), line.getValue(), number++);
    }
    return "<figure><figcaption>" + escape(title) + "</figcaption>" + svg + "</svg></figure>\n";
  }

  private void axes(StringBuilder svg, Scale scale) {
    for (var part = 0; part <= PARTS; part++) {
      var y = TOP + HEIGHT * (1 - part / (double) PARTS);
      svg.append(
          format(
              "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" class=\"grid\"/>"
                  + "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
              LEFT, LEFT + WIDTH, y, y, LEFT - 5, y + 4, label(scale.value(part / 4.0))));
    }
    for (var step = 0; step < steps.size(); step++) {
      svg.append(
          format(
              "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
              x(step), TOP + HEIGHT + 14, escape(steps.get(step))));
    }
    svg.append(
        format(
            "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>",
            LEFT + WIDTH, TOP + HEIGHT + 28, escape(xName)));
  }

  private void draw(StringBuilder svg, Scale scale, String name, double[] values, int number) {
    var colour = COLOURS.get(number % COLOURS.size());
    var path = new StringBuilder();
    for (var step = 0; step < values.length; step++) {
      if (Double.isFinite(values[step])) {
        var y = TOP + HEIGHT * (1 - scale.part(values[step]));
        path.append(format("%s%.1f %.1f", path.isEmpty() ? "M" : "L", x(step), y));
        svg.append(
            format(
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"><title>%s: %s</title></circle>",
                x(step), y, colour, escape(name), label(values[step])));
      }
    }
    svg.append("<path d=\"%s\" stroke=\"%s\"/>".formatted(path, colour));
    var legend = TOP + HEIGHT + 46;
    var from = LEFT + number * (WIDTH / Math.max(4, lines.size()));
    svg.append(
        "<text x=\"%d\" y=\"%d\" style=\"fill:%s\">&#9632; %s</text>"
            .formatted(from, legend, colour, escape(name)));
  }

  private double x(int step) {
    return steps.size() == 1
        ? LEFT + WIDTH / 2.0
        : LEFT + 16 + (WIDTH - 32.0) * step / (steps.size() - 1);
  }

  /** From a value to a part of the height, and back. */
  private record Scale(double least, double most, boolean logarithmic) {
    /** Numbers of which a quarter is a short one. */
    private static final List<Double> ROUND = List.of(1.0, 1.2, 1.6, 2.0, 2.4, 3.2, 4.0, 6.0, 8.0);

    static Scale linear(double most) {
      var unit = most <= 0 ? 1 : Math.pow(10, Math.floor(Math.log10(most)));
      var steps = ROUND.stream().filter(step -> step * unit >= most).findFirst();
      return new Scale(0, steps.orElse(10.0) * unit, false);
    }

    static Scale logarithmic(double least, double most) {
      var low = Math.floor(Math.log10(least));
      return new Scale(low, Math.max(low + 1, Math.ceil(Math.log10(most))), true);
    }

    double part(double value) {
      var place = logarithmic ? (value <= 0 ? least : Math.log10(value)) : value;
      return (place - least) / (most - least);
    }

    double value(double part) {
      var place = least + part * (most - least);
      return logarithmic ? Math.pow(10, place) : place;
    }
  }

  private static String label(double value) {
    var size = Math.abs(value);
    if (size >= 1e6) {
      return format("%.2gM", value / 1e6).replace("e+0", "e");
    }
    return size >= 100 || value == Math.rint(value)
        ? format("%,.0f", value)
        : format(size >= 1 ? "%.1f" : "%.2g", value);
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /** {@code text} as it stands in HTML. */
  public static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
