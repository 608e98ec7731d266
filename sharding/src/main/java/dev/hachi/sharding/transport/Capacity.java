package dev.hachi.sharding.transport;

/**
 * How much the post takes.
 *
 * @param bundleLetters how many letters leave in one bundle at most
 * @param bundleBytes how long a bundle may be that is sent or read; more than one letter needs
 * @param waitingBytes roughly how much may wait for one peer; what comes on top gets lost, except
 *     for a letter that is alone
 */
public record Capacity(int bundleLetters, int bundleBytes, long waitingBytes) {
  private static final int MIB = 1024 * 1024;
  private static final int LETTER_BYTES = 64 * MIB;

  /** No bundle is longer, whatever a replica stores; so no letter is. */
  public static final int BUNDLE_BYTES_MAX = 1024 * MIB;

  private static final long WAITING_BYTES_MIN = 16L * MIB;
  private static final long WAITING_BYTES_MAX = 256L * MIB;

  /**
   * That of a replica which stores {@code memoryMax} bytes at most: a letter may hold all entries
   * of a shard, and one shard may be all there is.
   */
  public static Capacity of(int bundleLetters, long memoryMax) {
    return new Capacity(
        bundleLetters,
        Math.clamp(memoryMax, LETTER_BYTES, BUNDLE_BYTES_MAX),
        Math.clamp(memoryMax / 8, WAITING_BYTES_MIN, WAITING_BYTES_MAX));
  }
}
