package dev.hachi.sharding;

import dev.hachi.function.Bytes;
import dev.hachi.runtime.store.OwnershipLostException;
import dev.hachi.sharding.ShardHostCommand.Commit;
import dev.hachi.sharding.ShardHostCommand.Confirm;
import dev.hachi.sharding.ShardHostCommand.Load;
import dev.hachi.sharding.placement.Member;
import dev.hachi.sharding.replication.Entry;
import dev.hachi.sharding.replication.LocalShard;
import dev.hachi.sharding.replication.Write;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.Done;
import org.jspecify.annotations.Nullable;

/**
 * What the store asks of the shards here, each under a number until its end is known. Confined to
 * the {@link ShardHost}.
 */
final class StoreRequests {
  private final Map<ShardId, LocalShard> shards;
  private final MemoryBudget memory;
  private final Map<Long, CompletableFuture<Done>> underWay = new HashMap<>();
  private long ids;

  StoreRequests(Map<ShardId, LocalShard> shards, MemoryBudget memory) {
    this.shards = shards;
    this.memory = memory;
  }

  void commit(Commit commit) {
    var shard = shards.get(commit.shard());
    if (shard == null || !shard.isOpen()) {
      commit.end().completeExceptionally(lost(commit.shard()));
      return;
    }
    var refusal = refusal(commit, shard);
    if (refusal != null) {
      commit.end().completeExceptionally(refusal);
      return;
    }
    var id = begin(commit.end());
    shard.write(new Write(id, commit.key(), commit.revision(), commit.value(), commit.wakeAt()));
  }

  private @Nullable RuntimeException refusal(Commit commit, LocalShard shard) {
    var found = shard.entries().get(commit.key());
    var stored = found == null || found.value() == null ? null : found;
    var revision = stored == null ? 0 : stored.revision();
    if (commit.revision() != revision + 1) {
      return new IllegalStateException(
          "revision %d of %s in shard %s does not follow %d: another writer was first"
              .formatted(commit.revision(), commit.key(), commit.shard(), revision));
    }
    var growth = size(commit.value()) - (stored == null ? 0 : size(stored.value()));
    return growth > 0 ? memory.refusal(growth, copiesOf(shard)) : null;
  }

  private static long size(@Nullable Bytes value) {
    return value == null ? 0 : value.size();
  }

  private static List<Member> copiesOf(LocalShard shard) {
    var config = shard.config();
    return config == null ? List.of() : config.current().members();
  }

  void confirm(Confirm confirm) {
    var shard = shards.get(confirm.shard());
    if (shard == null) {
      confirm.end().completeExceptionally(lost(confirm.shard()));
    } else {
      shard.confirm(begin(confirm.end()));
    }
  }

  void load(Load load) {
    var shard = shards.get(load.shard());
    if (shard == null || !shard.isOpen()) {
      load.end().completeExceptionally(lost(load.shard()));
    } else {
      load.end().complete(Optional.<Entry>ofNullable(shard.entries().get(load.key())));
    }
  }

  private long begin(CompletableFuture<Done> end) {
    var id = ids++;
    underWay.put(id, end);
    return id;
  }

  /** It is as was asked. */
  void done(long id) {
    var end = underWay.remove(id);
    if (end != null) {
      end.complete(Done.done());
    }
  }

  /** Nobody knows: {@code shard} has, or may have, another owner. */
  void lost(long id, ShardId shard) {
    var end = underWay.remove(id);
    if (end != null) {
      end.completeExceptionally(lost(shard));
    }
  }

  private static OwnershipLostException lost(ShardId shard) {
    return new OwnershipLostException("this replica does not own the shard " + shard);
  }
}
