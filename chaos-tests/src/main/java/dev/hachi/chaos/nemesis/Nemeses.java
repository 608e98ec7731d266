package dev.hachi.chaos.nemesis;

import dev.hachi.chaos.history.Fault;
import dev.hachi.chaos.nemesis.Schedule.Planned;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Makes the faults of a schedule, each on a thread of its own. */
public final class Nemeses {
  private static final Duration WHOLE_WITHIN = Duration.ofSeconds(45);

  /** After the last one has joined. */
  private static final Duration COPIED_WITHIN = Duration.ofSeconds(3);

  private final Stage stage;
  private final Object oneAtATime = new Object();

  /** There is room for one replica more only. */
  private final Object growth = new Object();

  /** With all that they need. */
  public Nemeses(Stage stage) {
    this.stage = stage;
  }

  /** Makes all faults of {@code schedule}, and ends when the last one is over. */
  public Runnable all(List<Planned> schedule) {
    return () -> {
      try {
        run(schedule);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    };
  }

  private void run(List<Planned> schedule) throws InterruptedException {
    var begin = System.nanoTime();
    var threads = new ArrayList<Thread>();
    for (var planned : schedule) {
      threads.add(
          Thread.ofPlatform()
              .daemon()
              .name(planned.kind().word())
              .start(() -> make(planned, begin + planned.at().toNanos())));
    }
    for (var thread : threads) {
      thread.join();
    }
  }

  private void make(Planned planned, long due) {
    try {
      Thread.sleep(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
      if (planned.kind().costsReplica()) {
        synchronized (oneAtATime) {
          makeWhenWhole(planned);
        }
      } else if (planned.kind().changesCount()) {
        synchronized (growth) {
          makeNow(planned);
        }
      } else {
        makeNow(planned);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** What was lost before must have been copied again. */
  private void makeWhenWhole(Planned planned) throws InterruptedException {
    try {
      if (Stage.await(WHOLE_WITHIN, () -> stage.keeper().isWhole())) {
        Thread.sleep(COPIED_WITHIN);
        makeNow(planned);
        return;
      }
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    var now = System.nanoTime();
    var why = "not made: the replicas saw %s members".formatted(stage.fleet().views());
    note(planned, "nobody", now, why, false);
  }

  private void makeNow(Planned planned) throws InterruptedException {
    var start = System.nanoTime();
    try {
      var evidence = Nemesis.of(planned.kind()).make(stage, planned.length(), planned.choice());
      note(planned, evidence.victim(), start, evidence.seen(), evidence.happened());
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      note(planned, "nobody", start, "it broke: " + e, false);
    }
  }

  private void note(Planned planned, String victim, long start, String seen, boolean happened) {
    var word = planned.kind().word();
    stage.history().add(new Fault(word, victim, start, System.nanoTime(), seen, happened));
    stage.history().note("%s of %s is over: %s".formatted(word, victim, seen));
  }
}
