package dev.hachi.sharding.simulation;

/**
 * A promise that a schedule broke.
 *
 * @param seed which schedule
 * @param time when, in microseconds of virtual time
 */
public record Violation(long seed, long time, String sentence) {
  /** Ends a schedule at once. */
  static final class Found extends RuntimeException {
    private static final long serialVersionUID = 1;

    Found(String sentence) {
      super(sentence);
    }
  }

  @Override
  public String toString() {
    return "seed %d at %.3f ms: %s".formatted(seed, time / 1000.0, sentence);
  }
}
