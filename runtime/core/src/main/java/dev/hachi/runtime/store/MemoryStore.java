package dev.hachi.runtime.store;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.pekko.Done;
import org.apache.pekko.persistence.state.javadsl.DurableStateUpdateStore;
import org.apache.pekko.persistence.state.javadsl.GetObjectResult;
import org.jspecify.annotations.Nullable;

/**
 * State in this process' memory: one copy, lost with the process. Records are kept encoded, because
 * a million small arrays take a third of the room of a million small object trees.
 */
final class MemoryStore implements DurableStateUpdateStore<Object> {
  @SuppressWarnings("ArrayRecordComponent") // never compared, never leaves this class
  private record Stored(long revision, byte[] record) {}

  private static final CompletionStage<Done> DONE = CompletableFuture.completedFuture(Done.done());

  private final ConcurrentMap<String, Stored> records = new ConcurrentHashMap<>();

  @Override
  public CompletionStage<GetObjectResult<Object>> getObject(String persistenceId) {
    var stored = records.get(persistenceId);
    return CompletableFuture.completedFuture(
        stored == null
            ? new GetObjectResult<>(Optional.empty(), 0)
            : new GetObjectResult<>(
                Optional.of(EntityRecordCodec.decode(stored.record())), stored.revision()));
  }

  @Override
  public CompletionStage<Done> upsertObject(
      String persistenceId, long revision, Object value, String tag) {
    var next = new Stored(revision, EntityRecordCodec.encode((EntityRecord) value));
    var taken =
        records.compute(
            persistenceId, (id, last) -> revisionOf(last) == revision - 1 ? next : last);
    return next.equals(taken) ? DONE : refused(persistenceId, revision);
  }

  @Override
  public CompletionStage<Done> deleteObject(String persistenceId, long revision) {
    var left =
        records.computeIfPresent(
            persistenceId, (id, last) -> revisionOf(last) == revision - 1 ? null : last);
    return left == null ? DONE : refused(persistenceId, revision);
  }

  @Override
  @Deprecated
  public CompletionStage<Done> deleteObject(String persistenceId) {
    records.remove(persistenceId);
    return DONE;
  }

  private static long revisionOf(@Nullable Stored stored) {
    return stored == null ? 0 : stored.revision();
  }

  private CompletionStage<Done> refused(String persistenceId, long revision) {
    return CompletableFuture.failedFuture(
        new IllegalStateException(
            "revision "
                + revision
                + " of "
                + persistenceId
                + " does not follow "
                + revisionOf(records.get(persistenceId))
                + ": another writer was first"));
  }
}
