package dev.hachi.sharding.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Runs schedules of the replication, one per seed. Safe to use from several threads. */
public final class Simulate {
  private final Practice practice;

  public Simulate() {
    this(new Practice());
  }

  Simulate(Practice practice) {
    this.practice = practice;
  }

  /**
   * What some schedules came to.
   *
   * @param schedules how many were run
   * @param messages how many messages they carried
   * @param acknowledged how many commits were acknowledged
   * @param acquisitions how often a member tried to become owner
   * @param handOvers how often a shard was handed over in good order
   * @param summary all that was counted, in a sentence
   * @param violation the first; null when there was none
   */
  public record Result(
      long schedules,
      long messages,
      long acknowledged,
      long acquisitions,
      long handOvers,
      String summary,
      @Nullable Violation violation) {}

  /**
   * Runs the schedules of {@code count} seeds, and stops at the first violation or when the thread
   * is interrupted.
   *
   * @param done is told how many are done, after each
   */
  public Result run(long from, long count, LongConsumer done) {
    var totals = new Totals();
    Violation violation = null;
    for (var seed = from; seed < from + count && violation == null; seed++) {
      if (Thread.currentThread().isInterrupted()) {
        break;
      }
      var world = new World(seed, practice, false);
      violation = world.run();
      totals.add(world.totals);
      done.accept(totals.schedules);
    }
    return new Result(
        totals.schedules,
        totals.messages,
        totals.acknowledged,
        totals.acquisitions,
        totals.handOvers,
        totals.toString(),
        violation);
  }

  /** What happens in the schedule of {@code seed}, line by line, and the violation if any. */
  public List<String> trace(long seed) {
    var world = new World(seed, practice, true);
    var violation = world.run();
    var lines = new ArrayList<String>();
    if (world.trace != null) {
      lines.addAll(world.trace.lines());
    }
    lines.add(violation == null ? "seed " + seed + ": no violation" : violation.toString());
    return lines;
  }
}
