package dev.hachi.sharding.replication;

import dev.hachi.function.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * One commit of one key.
 *
 * @param id by which its end is told
 * @param revision the store's count of commits of this key
 * @param value null to delete
 * @param wakeAt when the key's entity has something to do, in milliseconds since the epoch; {@link
 *     Long#MAX_VALUE} for never
 */
public record Write(long id, String key, long revision, @Nullable Bytes value, long wakeAt) {}
