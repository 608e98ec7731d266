package dev.hachi.sharding.placement;

/**
 * How one function is divided among the members that host it.
 *
 * @param shards into how many shards its keys are divided; fixed for its life
 * @param copies how many members store each shard
 */
public record Division(int shards, int copies) {
  public Division {
    if (shards < 1 || copies < 1) {
      throw new IllegalArgumentException(
          "there must be at least 1 shard and 1 copy, were %d and %d".formatted(shards, copies));
    }
  }
}
