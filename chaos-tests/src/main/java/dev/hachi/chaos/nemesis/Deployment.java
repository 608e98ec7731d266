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
  /** One of the samples on loopback, without settings of its own. */
  public static Deployment ofSample(Product product, String function) {
    return new Deployment(function, product.sample(function), Map.of(), null);
  }
}
