package dev.hachi.sharding.simulation;

import java.util.List;
import java.util.SplittableRandom;

/** Everything random of one schedule. */
final class Chance {
  private final SplittableRandom random;

  Chance(long seed) {
    this.random = new SplittableRandom(seed);
  }

  boolean of(double probability) {
    return probability > 0 && random.nextDouble() < probability;
  }

  /** From {@code least} to {@code most}, evenly. */
  long between(long least, long most) {
    return random.nextLong(least, most + 1);
  }

  /** Mostly short, sometimes several times {@code mean}. */
  long around(long mean) {
    return (long) (-mean * Math.log(1 - random.nextDouble()));
  }

  double share() {
    return random.nextDouble();
  }

  <T> T pick(List<T> among) {
    return among.get(random.nextInt(among.size()));
  }
}
