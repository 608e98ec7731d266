package dev.hachi.chaos;

import dev.hachi.chaos.checker.Violation;
import dev.hachi.chaos.plants.Plant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Plants one bug after another, and runs until each is found. */
final class Hunt {
  private static final int RUNS_MAX = 10;
  private static final String ROW = "%-18s %-6s %s%n";

  private Hunt() {}

  /**
   * Whether all were found.
   *
   * @param others options that change those of each bug
   */
  static boolean all(List<String> others) throws Exception {
    var table = new StringBuilder(ROW.formatted("plant", "runs", "what the report shows"));
    var found = true;
    for (var plant : Plant.values()) {
      var row = find(plant, others);
      found &= row.isPresent();
      table.append(row.orElse(ROW.formatted(plant.word(), RUNS_MAX, "NOT FOUND")));
    }
    System.out.print(table);
    return found;
  }

  /** Its row of the table; empty when no run finds it. */
  private static Optional<String> find(Plant plant, List<String> others) throws Exception {
    for (var run = 1; run <= RUNS_MAX; run++) {
      var arguments = new ArrayList<>(List.of("--plant", plant.word(), "--seed", "" + run));
      arguments.addAll(others);
      var summary = Chaos.run(Options.of(arguments));
      System.out.println(summary.line());
      var shown = summary.violations().stream().filter(one -> one.rule().equals(plant.rule()));
      var first = shown.map(Violation::toString).findFirst();
      if (first.isPresent()) {
        return Optional.of(ROW.formatted(plant.word(), run, first.get()));
      }
    }
    return Optional.empty();
  }
}
