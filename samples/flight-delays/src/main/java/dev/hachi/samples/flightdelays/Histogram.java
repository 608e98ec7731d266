package dev.hachi.samples.flightdelays;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * How many flights were how late.
 *
 * @param counts one per range of minutes, earliest first
 */
public record Histogram(List<Long> counts) {
  /** Where each range but the first begins. 15 minutes is where the statistics call it late. */
  private static final List<Integer> STARTS = List.of(-15, 0, 15, 30, 60, 120);

  static final Histogram EMPTY = new Histogram(Collections.nCopies(STARTS.size() + 1, 0L));

  public Histogram {
    counts = List.copyOf(counts);
  }

  /** The same with one more flight. */
  Histogram plus(int delay) {
    var range = (int) STARTS.stream().filter(start -> start <= delay).count();
    var next = new ArrayList<>(counts);
    next.set(range, next.get(range) + 1);
    return new Histogram(next);
  }

  /** The counts under names such as {@code 15..29}, earliest first. */
  SequencedMap<String, Long> named() {
    var named = new LinkedHashMap<String, Long>();
    for (var range = 0; range < counts.size(); range++) {
      var from = range == 0 ? "" : STARTS.get(range - 1);
      var to = range == STARTS.size() ? "" : STARTS.get(range) - 1;
      named.put(from + ".." + to, counts.get(range));
    }
    return named;
  }
}
