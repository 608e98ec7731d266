package dev.hachi.chaos;

import dev.hachi.chaos.history.History;
import dev.hachi.chaos.nemesis.Fleet;
import dev.hachi.chaos.nemesis.Product;
import dev.hachi.chaos.plants.JumpingClock;
import dev.hachi.chaos.plants.Plant;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How replicas get a bug, and how it is seen that they have it. */
final class Planted {
  private Planted() {}

  /** The environment of a replica that has the bug; nothing for none. */
  static Map<String, String> environment(@Nullable Plant plant, Product product) {
    return environment(plant, false, product);
  }

  /**
   * The environment of a replica that has the bug, if any, and a clock that can jump, if wanted.
   */
  static Map<String, String> environment(@Nullable Plant plant, boolean jumps, Product product) {
    var words = new ArrayList<String>();
    if (plant != null) {
      words.add(plant.word());
    }
    if (jumps) {
      words.add(JumpingClock.WORD);
    }
    var agents = words.stream().map("-javaagent:%s=%%s".formatted(product.chaosTests())::formatted);
    return words.isEmpty()
        ? Map.of()
        : Map.of("JAVA_TOOL_OPTIONS", agents.collect(Collectors.joining(" ")));
  }

  /** A bug that is not there could not be found, and nobody would know why. */
  static void check(Plant plant, Fleet fleet, History history) throws IOException {
    for (var replica : fleet.alive()) {
      if (Files.readString(replica.log()).contains(plant.sign())) {
        history.note(plant.sign() + ": " + plant.sentence());
        return;
      }
    }
    throw new IllegalStateException("no replica's log has '%s'".formatted(plant.sign()));
  }
}
