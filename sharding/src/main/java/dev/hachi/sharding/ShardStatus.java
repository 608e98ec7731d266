package dev.hachi.sharding;

import dev.hachi.sharding.replication.ShardConfig;
import org.jspecify.annotations.Nullable;

/**
 * What one replica knows of one shard.
 *
 * @param open whether its entities live here
 * @param config who stores it, as far as this replica knows; null when it knows nothing
 * @param keys how many keys are stored here
 * @param bytes roughly what they cost
 */
public record ShardStatus(
    String function, int shard, boolean open, @Nullable ShardConfig config, int keys, long bytes) {}
