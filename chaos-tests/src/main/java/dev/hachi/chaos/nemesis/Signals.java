package dev.hachi.chaos.nemesis;

import dev.hachi.chaos.history.Exit;
import dev.hachi.chaos.nemesis.Nemesis.Evidence;
import java.time.Duration;
import java.util.Objects;

/** Faults that are one signal to one process. */
final class Signals {
  private static final int KILLED = 128 + 9;
  private static final Duration NOTICED_WITHIN = Duration.ofSeconds(20);
  private static final Duration ENDED_WITHIN = Duration.ofSeconds(60);
  private static final Evidence NOBODY = new Evidence("nobody", "no replica was free", false);

  private Signals() {}

  static Evidence kill(Stage stage, Duration length, int choice) throws Exception {
    var victim = stage.fleet().reserve(choice).orElse(null);
    if (victim == null) {
      return NOBODY;
    }
    stage.history().broke(victim.name(), "kill -9 of");
    victim.kill();
    var code = victim.exitCode();
    var whole = Stage.await(NOTICED_WITHIN, () -> stage.keeper().isWhole());
    var seen =
        "process %d ended with %d; %s"
            .formatted(
                victim.pid(),
                code,
                whole ? "its successor has joined" : "its successor has not joined yet");
    return new Evidence(victim.name(), seen, code == KILLED);
  }

  static Evidence terminate(Stage stage, Duration length, int choice) throws Exception {
    var victim = stage.fleet().reserve(choice).orElse(null);
    if (victim == null) {
      return NOBODY;
    }
    stage.history().note("SIGTERM of " + victim.name());
    victim.terminate();
    var exit = awaitEnd(stage, victim);
    var seen = "process %d: %s".formatted(victim.pid(), exit.sentence());
    return new Evidence(victim.name(), seen, Objects.equals(exit.code(), 0));
  }

  /** What becomes of one that was told to end; the keeper keeps all ends that there are. */
  static Exit awaitEnd(Stage stage, Replica victim) throws InterruptedException {
    var exit = victim.exitWithin(ENDED_WITHIN);
    if (exit.code() == null) {
      stage.history().add(exit);
    }
    return exit;
  }

  static Evidence pause(Stage stage, Duration length, int choice) throws Exception {
    var victim = stage.fleet().reserve(choice).orElse(null);
    if (victim == null) {
      return NOBODY;
    }
    stage.history().broke(victim.name(), "SIGSTOP of");
    victim.freeze();
    try {
      // The signal has arrived a moment later.
      var stopped = Stage.await(NOTICED_WITHIN, () -> victim.processState() == 'T');
      Thread.sleep(length);
      var seen =
          "process %d was in state %s; the others saw %s"
              .formatted(victim.pid(), stopped ? "T" : "another", views(stage, victim));
      return new Evidence(victim.name(), seen, stopped);
    } finally {
      victim.thaw();
      stage.history().note("SIGCONT of " + victim.name());
      stage.fleet().release(victim);
    }
  }

  /** How many members those see that are not stopped. */
  static String views(Stage stage, Replica victim) throws InterruptedException {
    var views = new StringBuilder();
    for (var replica : stage.fleet().staying()) {
      if (!replica.equals(victim)) {
        views.append(views.isEmpty() ? "" : ", ").append(replica.name());
        views.append(": ").append(replica.members());
      }
    }
    return views + " members";
  }
}
