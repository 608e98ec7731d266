package dev.hachi.chaos;

import dev.hachi.chaos.history.Operation;
import dev.hachi.chaos.nemesis.Replica;
import dev.hachi.chaos.report.Report;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What is done to a cluster under load. */
final class Scenarios {
  private static final Duration SERVED_AGAIN_WITHIN = Duration.ofSeconds(10);
  private static final int SAME_IDS = 300;
  private static final int MANY = 5;

  private Scenarios() {}

  /** Two replicas become three, and two again. */
  static Report scale(Settings settings) throws IOException, InterruptedException {
    try (var trial = Trial.start("scale", settings, 2, 3)) {
      trial.pause();
      for (var time = 0; time < settings.times(); time++) {
        grow(trial, 1);
        drain(trial, trial.any());
      }
      return trial.finish();
    }
  }

  /** Each of five is replaced, one after another: its successor serves before it is told to end. */
  static Report roll(Settings settings) throws IOException, InterruptedException {
    try (var trial = Trial.start("roll", settings, MANY, MANY + 1)) {
      trial.pause();
      for (var time = 0; time < settings.times(); time++) {
        for (var old : trial.alive()) {
          grow(trial, 1);
          drain(trial, old);
        }
      }
      return trial.finish();
    }
  }

  /** One replica with a value for every key hands them all to another, and ends. */
  static Report handOver(Settings settings) throws IOException, InterruptedException {
    try (var trial = Trial.start("hand-over", settings, 1, 2)) {
      trial.fill();
      for (var time = 0; time < settings.times(); time++) {
        var first = trial.any();
        grow(trial, 1);
        drain(trial, first);
      }
      return trial.finish();
    }
  }

  /** One of three is killed, and another takes its place. */
  static Report kill(Settings settings) throws IOException, InterruptedException {
    try (var trial = Trial.start("kill", settings, 3, 3)) {
      trial.pause();
      for (var time = 0; time < settings.times(); time++) {
        trial.kill(trial.any());
        trial.pause();
        grow(trial, 1);
      }
      return trial.finish();
    }
  }

  /** One of three stands still; when it goes on, the others have taken its place for good. */
  static Report freeze(Settings settings) throws IOException, InterruptedException {
    try (var trial = Trial.start("freeze", settings, 3, 3)) {
      trial.pause();
      for (var time = 0; time < settings.times(); time++) {
        var victim = trial.any();
        trial.freeze(victim);
        var longest = trial.longestRecovery();
        trial.require(
            longest.compareTo(SERVED_AGAIN_WITHIN) <= 0,
            "keys of a frozen replica are served again within %s, was %s"
                .formatted(SERVED_AGAIN_WITHIN, longest));
        trial.pause();
        var code = trial.thaw(victim);
        trial.require(
            code != 0, "a replica that the others went on without exits with an error, was 0");
        trial.pause();
        grow(trial, 1);
      }
      return trial.finish();
    }
  }

  /** Two replicas, of which the one and then the other is killed. */
  static Report pair(Settings settings) throws IOException, InterruptedException {
    try (var trial = Trial.start("pair", settings, 2, 2)) {
      trial.pause();
      for (var time = 0; time < settings.times(); time++) {
        trial.kill(trial.alive().get(time % 2));
        trial.pause();
        grow(trial, 1);
      }
      return trial.finish();
    }
  }

  /** One replica becomes five, and one again, the first of all among those that go. */
  static Report five(Settings settings) throws IOException, InterruptedException {
    try (var trial = Trial.start("five", settings, 1, MANY)) {
      trial.pause();
      for (var time = 0; time < settings.times(); time++) {
        grow(trial, MANY - 1);
        while (trial.alive().size() > 1) {
          drain(trial, trial.alive().getFirst());
        }
      }
      return trial.finish();
    }
  }

  /** Each id is sent to two replicas at once, and again while and after one of three dies. */
  static Report sameId(Settings settings) throws IOException, InterruptedException {
    try (var trial = Trial.start("same-id", settings, 3, 3)) {
      for (var time = 0; time < settings.times(); time++) {
        var name = "same" + time + "-";
        await(twice(trial, name));
        var during = new ArrayList<CompletableFuture<Operation>>();
        during.addAll(twice(trial, name + "during-"));
        trial.kill(trial.any());
        during.addAll(twice(trial, name));
        during.addAll(twice(trial, name + "during-"));
        await(during);
        await(twice(trial, name));
        grow(trial, 1);
      }
      return trial.finish();
    }
  }

  private static List<CompletableFuture<Operation>> twice(Trial trial, String name) {
    var sent = new ArrayList<CompletableFuture<Operation>>();
    var replicas = trial.alive();
    for (var number = 0; number < SAME_IDS; number++) {
      var key = name + number % (SAME_IDS / 2);
      var one = replicas.get(number % replicas.size());
      var other = replicas.get((number + 1) % replicas.size());
      sent.add(trial.add(one, key, "id-" + name + number));
      sent.add(trial.add(other, key, "id-" + name + number));
    }
    return sent;
  }

  private static void await(List<CompletableFuture<Operation>> sent) {
    sent.forEach(CompletableFuture::join);
  }

  private static void grow(Trial trial, int replicas) throws IOException, InterruptedException {
    for (var count = 0; count < replicas; count++) {
      trial.add();
    }
    trial.awaitServing();
    trial.pause();
  }

  private static void drain(Trial trial, Replica replica) throws InterruptedException {
    var code = trial.drain(replica);
    trial.require(
        code == 0, "a drained replica exits with 0, %s with %d".formatted(replica.name(), code));
    trial.pause();
  }
}
