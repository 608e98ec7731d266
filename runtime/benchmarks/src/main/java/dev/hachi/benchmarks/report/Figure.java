package dev.hachi.benchmarks.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One figure of one scenario, measured once or more.
 *
 * @param scenario where it was measured
 * @param name what it is, with its unit
 * @param better which way it should go
 * @param values sample by sample
 * @param yardstick the same of the yardstick, measured right before each sample; empty when it is
 *     not known
 */
public record Figure(
    String scenario, String name, Better better, List<Double> values, List<Double> yardstick) {
  /** Which way a figure should go. */
  public enum Better {
    HIGHER,
    LOWER
  }

  public Figure {
    if (values.isEmpty() || (!yardstick.isEmpty() && yardstick.size() != values.size())) {
      throw new IllegalArgumentException(
          "%s of %s has %d samples and %d of the yardstick"
              .formatted(name, scenario, values.size(), yardstick.size()));
    }
  }

  /** Each value as a part of what the yardstick came to beside it; null without one. */
  @JsonIgnore
  public @Nullable Spread ratio() {
    var ratios = new ArrayList<Double>();
    for (var sample = 0; sample < yardstick.size(); sample++) {
      if (yardstick.get(sample) > 0) {
        ratios.add(values.get(sample) / yardstick.get(sample));
      }
    }
    return ratios.isEmpty() ? null : Spread.of(ratios);
  }
}
