package dev.hachi.sharding.replication;

import dev.hachi.function.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * The newest value of a key that a copy knows.
 *
 * @param revision the store's count of commits of this key
 * @param value null for a tombstone: the key was deleted
 * @param wakeAt when the key's entity has something to do, in milliseconds since the epoch; {@link
 *     Long#MAX_VALUE} for never
 */
public record Entry(Stamp stamp, long revision, @Nullable Bytes value, long wakeAt) {
  /** What an entry costs beside its key and value, in bytes, roughly. */
  public static final long OVERHEAD = 96;

  boolean isTombstone() {
    return value == null;
  }

  Entry under(Stamp later) {
    return new Entry(later, revision, value, wakeAt);
  }

  /** Roughly what it costs to keep under {@code key}, in bytes. */
  public long weight(String key) {
    return OVERHEAD + key.length() + (value == null ? 0 : value.size());
  }
}
