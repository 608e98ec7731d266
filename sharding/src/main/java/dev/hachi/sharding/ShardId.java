package dev.hachi.sharding;

/** One shard of one function. */
record ShardId(String function, int number) {
  @Override
  public String toString() {
    return function + "/" + number;
  }
}
