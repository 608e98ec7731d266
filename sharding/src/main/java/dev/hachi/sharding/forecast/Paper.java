package dev.hachi.sharding.forecast;

import java.util.Locale;

/**
 * What a forecast takes for granted.
 *
 * @param keys of the function, spread evenly over its shards
 * @param keyBytes how long a key is, 1 to 100
 * @param stateBytes what is stored of each key
 * @param copies how many replicas store each
 * @param megabits per second that a replica sends, and receives
 */
public record Paper(long keys, int keyBytes, int stateBytes, int copies, int megabits) {
  private static final int KEY_BYTES_MAX = 100;

  public Paper {
    if (keys < 1 || stateBytes < 1 || copies < 1 || megabits < 1) {
      throw new IllegalArgumentException(
          "keys, bytes of state, copies and megabits must be at least 1, were %d, %d, %d and %d"
              .formatted(keys, stateBytes, copies, megabits));
    }
    if (keyBytes < 1 || keyBytes > KEY_BYTES_MAX) {
      throw new IllegalArgumentException(
          "a key must have 1 to %d bytes, was %d".formatted(KEY_BYTES_MAX, keyBytes));
    }
  }

  double bytesPerSecond() {
    return megabits * 1e6 / 8;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%,d keys of %d bytes with %d bytes of state each, %d copies, %,d Mbit/s per replica",
        keys,
        keyBytes,
        stateBytes,
        copies,
        megabits);
  }
}
