package dev.hachi.sharding;

/** This replica stores as much as it may. */
final class StoreFullException extends RuntimeException {
  private static final long serialVersionUID = 1;

  StoreFullException(long used, long max) {
    super(
        "the state in memory takes %d bytes and may take %d: delete keys, add replicas, or raise"
                .formatted(used, max)
            + " hachi_memory_max");
  }
}
