package dev.hachi.chaos.nemesis;

import dev.hachi.chaos.nemesis.Nemesis.Evidence;
import dev.hachi.chaos.nemesis.Network.Direction;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** Faults of the network between one replica and the others; callers reach all of them. */
final class Cuts {
  private static final double LOST_MIN = 0.05;
  private static final double LOST_MORE = 0.25;

  private Cuts() {}

  static Evidence partition(Stage stage, Duration length, int choice) throws Exception {
    return cut(stage, length, choice, List.of(Direction.IN, Direction.OUT), 1);
  }

  static Evidence oneWay(Stage stage, Duration length, int choice) throws Exception {
    var directions = Direction.values();
    return cut(stage, length, choice, List.of(directions[(choice >>> 8) % directions.length]), 1);
  }

  static Evidence loss(Stage stage, Duration length, int choice) throws Exception {
    var part = LOST_MIN + LOST_MORE * ((choice >>> 8) % 100) / 100;
    return cut(stage, length, choice, List.of(Direction.IN, Direction.OUT), part);
  }

  private static Evidence cut(
      Stage stage, Duration length, int choice, List<Direction> directions, double part)
      throws Exception {
    var network = Objects.requireNonNull(stage.network());
    var victim = stage.fleet().reserve(choice).orElse(null);
    if (victim == null) {
      return new Evidence("nobody", "no replica was free", false);
    }
    var healed = false;
    try {
      stage.history().broke(victim.name(), "cut " + directions + " " + part + " of");
      for (var direction : directions) {
        network.drop(victim.place(), direction, part);
      }
      Thread.sleep(length);
      var views = Signals.views(stage, victim);
      var dropped = network.heal(victim.place());
      healed = true;
      var seen =
          "%d packets dropped (%s, %.0f %%); the others saw %s, it saw %d%s"
              .formatted(
                  dropped,
                  directions,
                  100 * part,
                  views,
                  victim.members(),
                  victim.isAlive() ? "" : " and has ended with " + victim.exitCode());
      return new Evidence(victim.name(), seen, dropped > 0);
    } finally {
      if (!healed) {
        network.heal(victim.place());
      }
      stage.history().note("healed the network of " + victim.name());
      stage.fleet().release(victim);
    }
  }
}
