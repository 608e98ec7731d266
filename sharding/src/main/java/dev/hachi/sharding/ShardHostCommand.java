package dev.hachi.sharding;

import dev.hachi.function.Bytes;
import dev.hachi.sharding.placement.Member;
import dev.hachi.sharding.replication.Entry;
import dev.hachi.sharding.transport.Letter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.Done;
import org.jspecify.annotations.Nullable;

/** What the {@link ShardHost} is told. */
sealed interface ShardHostCommand permits ShardHostCommand.Asked, ShardHost.Internal {
  /** By others than itself. */
  sealed interface Asked extends ShardHostCommand {}

  /** From the cluster: this is where shards belong now. */
  record Seen(Layout layout) implements Asked {}

  /** From another replica. */
  record Read(Member from, List<Letter.OfShard> letters) implements Asked {}

  /** From another replica: it may store this many bytes more. */
  record Room(Member from, long left) implements Asked {}

  /** From the entities, before all else: these live here. */
  record Serve(Entities entities) implements Asked {}

  /** From the store: commit one key. */
  record Commit(
      ShardId shard,
      String key,
      long revision,
      @Nullable Bytes value,
      long wakeAt,
      CompletableFuture<Done> end)
      implements Asked {}

  /** From the store: make sure that this replica still owns the shard. */
  record Confirm(ShardId shard, CompletableFuture<Done> end) implements Asked {}

  /** From the store: what is stored under this key? */
  record Load(ShardId shard, String key, CompletableFuture<Optional<Entry>> end) implements Asked {}

  /** From the entities: they have ended, or were broken off. */
  record Closed(ShardId shard, long number) implements Asked {}

  /** From the watchdog: tell when no shard needs this replica any more. */
  record Drain(CompletableFuture<Done> end) implements Asked {}

  /** From operators: how are the shards? */
  record Report(CompletableFuture<List<ShardStatus>> end) implements Asked {}
}
