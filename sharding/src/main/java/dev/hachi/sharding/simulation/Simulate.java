package dev.hachi.sharding.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Runs hostile schedules of the replication, one per seed. Safe to use from several threads. */
public final class Simulate {
  /** How many seeds a thread takes at a time. */
  private static final long SHARE = 16;

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
   * @param totals all that was counted
   * @param violation the first that was found; null when there was none
   */
  public record Result(Totals totals, @Nullable Violation violation) {}

  /**
   * Runs the schedules of {@code count} seeds from {@code from} on with all cores, and stops at a
   * violation.
   *
   * @param progress is told how many are done, by the threads that did them
   * @throws InterruptedException when the calling thread is interrupted
   */
  public Result run(long from, long count, LongConsumer progress) throws InterruptedException {
    var batch = new Batch(from, from + count, progress);
    var threads = Runtime.getRuntime().availableProcessors();
    try (var pool = Executors.newFixedThreadPool(threads)) {
      var parts = new ArrayList<Future<Totals>>();
      for (var thread = 0; thread < threads; thread++) {
        parts.add(pool.submit(batch::run));
      }
      return new Result(sum(parts), batch.violation.get());
    }
  }

  private static Totals sum(List<Future<Totals>> parts) throws InterruptedException {
    var sum = new Totals();
    for (var part : parts) {
      try {
        sum.add(part.get());
      } catch (ExecutionException e) {
        throw new IllegalStateException("the simulation itself failed", e.getCause());
      }
    }
    return sum;
  }

  /** What several threads work on. */
  private final class Batch {
    final AtomicReference<@Nullable Violation> violation = new AtomicReference<>();
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong next;
    private final long end;
    private final LongConsumer progress;

    Batch(long from, long end, LongConsumer progress) {
      this.next = new AtomicLong(from);
      this.end = end;
      this.progress = progress;
    }

    Totals run() {
      var totals = new Totals();
      for (var from = next.getAndAdd(SHARE); from < end; from = next.getAndAdd(SHARE)) {
        for (var seed = from; seed < Math.min(end, from + SHARE); seed++) {
          if (violation.get() != null || Thread.currentThread().isInterrupted()) {
            return totals;
          }
          var world = new World(seed, practice, false);
          violation.compareAndSet(null, world.run());
          totals.add(world.totals);
          progress.accept(done.incrementAndGet());
        }
      }
      return totals;
    }
  }

  /** What happens in the schedule of {@code seed}, line by line, and how it ends. */
  public List<String> trace(long seed) {
    var world = new World(seed, practice, true);
    var violation = world.run();
    var lines = new ArrayList<String>();
    if (world.trace != null) {
      lines.addAll(world.trace.lines());
    }
    lines.add(violation == null ? "seed %d: no violation".formatted(seed) : violation.toString());
    return lines;
  }
}
