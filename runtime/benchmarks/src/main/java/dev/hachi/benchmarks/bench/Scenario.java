package dev.hachi.benchmarks.bench;

import dev.hachi.benchmarks.report.Figure;
import java.io.IOException;
import java.util.List;

/** Something to measure. */
interface Scenario {
  String name();

  /**
   * Starts what it needs, measures, and ends it.
   *
   * @throws IllegalStateException when something failed, so that there are no figures
   */
  List<Figure> measure(Rig rig) throws IOException, InterruptedException;
}
