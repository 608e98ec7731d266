package dev.hachi.chaos.nemesis;

import dev.hachi.chaos.nemesis.Nemesis.Evidence;
import java.time.Duration;
import java.util.ArrayList;

/** What an operator does: scale, and roll. A replica that is told to end must end with 0. */
final class Replacements {
  private static final Duration JOINED_WITHIN = Duration.ofSeconds(60);

  private Replacements() {}

  static Evidence scale(Stage stage, Duration length, int choice) throws Exception {
    stage.keeper().want(1);
    Thread.sleep(length);
    var grown = Stage.await(JOINED_WITHIN, () -> stage.keeper().isWhole());
    var seen = "up: the replicas saw %s members".formatted(stage.fleet().views());
    return new Evidence("all", seen + "; down: " + dismissAny(stage, choice), grown);
  }

  private static String dismissAny(Stage stage, int choice) throws Exception {
    var victim = stage.fleet().reserve(choice).orElse(null);
    if (victim == null) {
      stage.keeper().want(-1);
      return "no replica was free";
    }
    return dismiss(stage, victim);
  }

  private static String dismiss(Stage stage, Replica victim) throws InterruptedException {
    stage.history().note("SIGTERM of " + victim.name());
    stage.keeper().dismiss(victim);
    return Signals.awaitEnd(stage, victim).sentence();
  }

  /** As far as the time suffices; each has its successor before it goes. */
  static Evidence roll(Stage stage, Duration length, int choice) throws Exception {
    var end = System.nanoTime() + length.toNanos();
    var seen = new ArrayList<String>();
    for (var old : stage.fleet().staying()) {
      if (!seen.isEmpty() && System.nanoTime() > end) {
        break;
      }
      stage.keeper().want(1);
      var joined = Stage.await(JOINED_WITHIN, () -> stage.keeper().isWhole());
      if (!joined || !old.isAlive() || old.isLeaving()) {
        stage.keeper().want(-1);
        break;
      }
      seen.add(dismiss(stage, old));
    }
    return new Evidence("all", String.join(", ", seen), !seen.isEmpty());
  }
}
