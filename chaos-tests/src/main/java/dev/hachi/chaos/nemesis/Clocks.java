package dev.hachi.chaos.nemesis;

import dev.hachi.chaos.nemesis.Nemesis.Evidence;
import dev.hachi.chaos.plants.JumpingClock;
import java.nio.file.Files;
import java.time.Duration;

/** Faults of a replica's clock; its process has one that jumps. */
final class Clocks {
  private static final int MILLIS_MAX = 60_000;
  private static final Duration SEEN_WITHIN = Duration.ofSeconds(10);

  private Clocks() {}

  /** Forward or back by up to a minute, and after a while right again. */
  static Evidence jump(Stage stage, Duration length, int choice) throws Exception {
    var victim = stage.fleet().reserve(choice).orElse(null);
    if (victim == null) {
      return new Evidence("nobody", "no replica was free", false);
    }
    var by = Duration.ofMillis((choice >>> 8) % (2 * MILLIS_MAX) - MILLIS_MAX);
    try {
      stage.history().note("the clock of %s jumps by %s".formatted(victim.name(), by));
      JumpingClock.jump(victim.temporary(), by);
      Thread.sleep(length);
      var sign = JumpingClock.sign(by);
      var seen = Stage.await(SEEN_WITHIN, () -> Files.readString(victim.log()).contains(sign));
      return new Evidence(
          victim.name(), seen ? "its log says: " + sign : "its log does not say so", seen);
    } finally {
      JumpingClock.jump(victim.temporary(), Duration.ZERO);
      stage.fleet().release(victim);
    }
  }
}
