package dev.hachi.chaos.nemesis;

import dev.hachi.chaos.history.Outcome;
import dev.hachi.chaos.nemesis.Nemesis.Evidence;
import dev.hachi.chaos.workload.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/** Faults that callers make: too much state, and handlers that take their time. */
final class Burdens {
  private static final int BALLAST_BYTES = 1 << 20;
  private static final int BALLAST_LEAST = 64;
  private static final int BALLAST_FINER = 4;
  private static final int BALLASTS_MAX = 600;
  private static final int FULL = 507;
  private static final int FULL_ENOUGH = 5;

  /** Most of what callers ask is refused meanwhile. */
  private static final Duration FULL_MAX = Duration.ofSeconds(4);

  private static final int KEYS = 10;
  private static final Duration RELEASED_WITHIN = Duration.ofSeconds(30);

  private Burdens() {}

  /** To the brim: with less and less, until even the least does not fit any more. */
  static Evidence fillMemory(Stage stage, Duration length, int choice) throws Exception {
    var random = new SplittableRandom(choice);
    var keys = new ArrayList<String>();
    var refused = 0;
    var bytes = 0L;
    try {
      for (var size = BALLAST_BYTES; size >= BALLAST_LEAST; size /= BALLAST_FINER) {
        var form = stage.workload().hold(size).orElseThrow();
        for (var full = 0; full < FULL_ENOUGH && keys.size() < BALLASTS_MAX; ) {
          var key = "ballast" + choice + "-" + keys.size();
          keys.add(key);
          var isFull = isFull(send(stage, key, form, random).join());
          full += isFull ? 1 : 0;
          refused += isFull ? 1 : 0;
          bytes += isFull ? 0 : size;
        }
      }
      Thread.sleep(length.compareTo(FULL_MAX) < 0 ? length : FULL_MAX);
    } finally {
      release(stage, keys, random);
    }
    var seen = "after %,d KiB, %d were refused with %d".formatted(bytes >> 10, refused, FULL);
    return new Evidence("all", seen, refused > 0);
  }

  private static boolean isFull(Outcome outcome) {
    return outcome instanceof Outcome.Failed(var status, var _) && status == FULL;
  }

  private static void release(Stage stage, List<String> keys, SplittableRandom random)
      throws Exception {
    var form = stage.workload().hold(0).orElseThrow();
    for (var key : keys) {
      Stage.await(
          RELEASED_WITHIN, () -> send(stage, key, form, random).join() instanceof Outcome.Text);
    }
  }

  static Evidence slow(Stage stage, Duration length, int choice) throws Exception {
    var nap = stage.workload().nap(length).orElseThrow();
    var random = new SplittableRandom(choice);
    var start = System.nanoTime();
    var keys = new ArrayList<String>();
    var sent = new ArrayList<CompletableFuture<Outcome>>();
    for (var number = 0; number < KEYS; number++) {
      var key = stage.workload().key(random);
      keys.add(key);
      sent.add(send(stage, key, nap, random));
    }
    var replied =
        sent.stream().map(CompletableFuture::join).filter(Outcome.Value.class::isInstance);
    var count = replied.count();
    var seconds = (System.nanoTime() - start) / 1e9;
    var seen = "%d of %d handlers replied after %.1f s".formatted(count, KEYS, seconds);
    return new Evidence(
        String.join(" ", keys), seen, count > 0 && seconds >= length.toMillis() / 1e3);
  }

  private static CompletableFuture<Outcome> send(
      Stage stage, String key, Request.Form form, SplittableRandom random) {
    var endpoint = stage.endpoints().choose(random);
    var id = "burden-" + key + "-" + random.nextLong();
    return endpoint == null
        ? CompletableFuture.completedFuture(new Outcome.Failed(0, "nobody is healthy"))
        : stage.client().send(endpoint, key, form, id);
  }
}
