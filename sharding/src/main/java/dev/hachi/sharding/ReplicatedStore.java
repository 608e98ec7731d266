package dev.hachi.sharding;

import dev.hachi.function.Bytes;
import dev.hachi.runtime.Address;
import dev.hachi.runtime.ShardMap;
import dev.hachi.runtime.store.ConfirmingStore;
import dev.hachi.runtime.store.EntityRecord;
import dev.hachi.runtime.store.EntityRecordSerializer;
import dev.hachi.sharding.replication.Entry;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.persistence.state.javadsl.DurableStateUpdateStore;
import org.apache.pekko.persistence.state.javadsl.GetObjectResult;

/**
 * State in the memory of several replicas, as a Pekko durable-state store: a write is complete when
 * a majority of the key's copies has it. Thread-safe.
 */
final class ReplicatedStore implements DurableStateUpdateStore<Object>, ConfirmingStore {
  private final ActorRef<ShardHostCommand> host;
  private final ShardMap shards;
  private final EntityRecordSerializer form = new EntityRecordSerializer();

  ReplicatedStore(ActorRef<ShardHostCommand> host, ShardMap shards) {
    this.host = host;
    this.shards = shards;
  }

  @Override
  public CompletionStage<GetObjectResult<Object>> getObject(String persistenceId) {
    var address = Address.parse(persistenceId);
    var end = new CompletableFuture<Optional<Entry>>();
    host.tell(new ShardHostCommand.Load(shardOf(address), address.key(), end));
    return end.thenApply(found ->
        found
            .filter(entry -> entry.value() != null)
            .map(this::read)
            .orElseGet(() -> new GetObjectResult<>(Optional.empty(), 0)));
  }

  private GetObjectResult<Object> read(Entry entry) {
    var value = entry.value();
    return value == null
        ? new GetObjectResult<>(Optional.empty(), 0)
        : new GetObjectResult<>(Optional.of(form.fromBinary(value.toArray())), entry.revision());
  }

  @Override
  public CompletionStage<Done> upsertObject(
      String persistenceId, long revision, Object value, String tag) {
    var address = Address.parse(persistenceId);
    var record = (EntityRecord) value;
    var end = new CompletableFuture<Done>();
    host.tell(
        new ShardHostCommand.Commit(
            shardOf(address),
            address.key(),
            revision,
            Bytes.of(form.toBinary(record)),
            record.wakeAt(),
            end));
    return end;
  }

  @Override
  public CompletionStage<Done> deleteObject(String persistenceId, long revision) {
    var address = Address.parse(persistenceId);
    var end = new CompletableFuture<Done>();
    host.tell(
        new ShardHostCommand.Commit(
            shardOf(address), address.key(), revision, null, EntityRecord.NEVER, end));
    return end;
  }

  @Override
  @Deprecated
  public CompletionStage<Done> deleteObject(String persistenceId) {
    return getObject(persistenceId)
        .thenCompose(found -> deleteObject(persistenceId, found.revision() + 1));
  }

  @Override
  public CompletionStage<Done> confirm(String persistenceId) {
    var address = Address.parse(persistenceId);
    var end = new CompletableFuture<Done>();
    host.tell(new ShardHostCommand.Confirm(shardOf(address), end));
    return end;
  }

  private ShardId shardOf(Address address) {
    return new ShardId(address.function(), shards.shardOf(address));
  }
}
