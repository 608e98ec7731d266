package dev.hachi.chaos.nemesis;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a fleet runs, and where.
 *
 * @param function its name
 * @param jar where it is
 * @param environment what is set beside what every replica needs
 * @param network null on loopback
 */
public record Deployment(
    String function, Path jar, Map<String, String> environment, @Nullable Network network) {
  /** On loopback, without settings of its own. */
  static Deployment of(String function, Path jar) {
    return new Deployment(function, jar, Map.of(), null);
  }
}
