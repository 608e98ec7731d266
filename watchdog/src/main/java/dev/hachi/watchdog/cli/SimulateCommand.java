package dev.hachi.watchdog.cli;

import dev.hachi.sharding.simulation.Simulate;
import dev.hachi.sharding.simulation.Violation;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the replication on hostile schedules, and shows the one that breaks a promise. */
@Command(
    name = "simulate",
    description = {
      "Runs the replication of state on hostile schedules, one per seed, in virtual time: lost and"
          + " late messages, crashes, partitions, members that come, go, and act on old views. Exits"
          + " with 1 and the trace of a schedule that breaks a promise.",
      ""
    },
    sortOptions = false,
    footer = {
      "",
      "What it prints: messages that members sent each other; commits that were acknowledged, the"
          + " deletes among them, and the tombstones forgotten since; replies and reads;"
          + " acquisitions of shards, degraded where a majority of old copies was lost; hand-overs;"
          + " members that the schedules made fail, and those that drained.",
      "",
      "Examples:",
      "  ./hachi simulate",
      "  ./hachi simulate --seeds 100000 --from 5000",
      "  ./hachi simulate --seed-trace 42"
    })
final class SimulateCommand implements Callable<Integer> {
  private static final long SEED_MAX = 999_999_999_999_999L;

  @Spec private @Nullable CommandSpec spec;

  private long seeds;
  private long from;
  private @Nullable Long traced;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "10000",
      description = "how many schedules (default: ${DEFAULT-VALUE})")
  void seeds(String value) {
    seeds = Misuse.wholeNumber(spec, "--seeds", value, 1, SEED_MAX);
  }

  @Option(
      names = "--from",
      paramLabel = "SEED",
      defaultValue = "0",
      description = "the first seed (default: ${DEFAULT-VALUE})")
  void from(String value) {
    from = Misuse.wholeNumber(spec, "--from", value, 0, SEED_MAX);
  }

  @Option(
      names = "--seed-trace",
      paramLabel = "SEED",
      description = "show what happens in the schedule of this seed, and run no other")
  void traced(String value) {
    traced = Misuse.wholeNumber(spec, "--seed-trace", value, 0, SEED_MAX);
  }

  @Override
  public Integer call() throws InterruptedException {
    if (traced != null) {
      show(traced);
      return ExitCode.OK;
    }
    var progress = new SeedBar(seeds);
    var result = new Simulate().run(from, seeds, progress::done);
    progress.end();
    System.out.println(result.totals());
    return result.violation() == null ? ExitCode.OK : fail(result.violation());
  }

  private static int fail(Violation violation) {
    show(violation.seed());
    Hachi.say("a promise was broken: " + violation);
    return ExitCode.SOFTWARE;
  }

  private static void show(long seed) {
    new Simulate().trace(seed).forEach(System.out::println);
  }
}
