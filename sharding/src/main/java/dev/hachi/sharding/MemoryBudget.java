package dev.hachi.sharding;

import dev.hachi.runtime.store.StoreFullException;
import org.jspecify.annotations.Nullable;

/**
 * How much this replica stores, and how much it may: a growing commit beyond that is refused before
 * it reaches any copy. All copies count, the owner's and those kept for others. Confined to one
 * thread.
 */
final class MemoryBudget {
  private final long max;
  private long used;

  /**
   * @param max in bytes
   */
  MemoryBudget(long max) {
    this.max = max;
  }

  /** All copies together take this much. */
  void uses(long bytes) {
    used = bytes;
  }

  /** Why nothing may grow by {@code bytes}; null when it may, and then it counts as grown. */
  @Nullable RuntimeException refusal(long bytes) {
    if (used + bytes > max) {
      return new StoreFullException(
          "the state in this replica's memory takes %d bytes and may take %d: delete keys, add"
                  .formatted(used, max)
              + " replicas, or raise hachi_memory_max");
    }
    used += bytes;
    return null;
  }
}
