package dev.hachi.runtime;

import dev.hachi.runtime.store.ConfirmingStore;
import dev.hachi.runtime.store.EntityRecord;
import dev.hachi.runtime.store.OwnershipLostException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.pekko.Done;
import org.apache.pekko.persistence.state.javadsl.DurableStateUpdateStore;
import org.apache.pekko.persistence.state.javadsl.GetObjectResult;

/** A durable-state plugin in memory that refuses, and confirms, when the test says so. */
class OwnedStore implements DurableStateUpdateStore<Object> {
  /** One that must be asked before an answer. */
  static final class Confirming extends OwnedStore implements ConfirmingStore {
    final CopyOnWriteArrayList<CompletableFuture<Done>> confirmations =
        new CopyOnWriteArrayList<>();

    private final AtomicBoolean open = new AtomicBoolean();

    @Override
    public CompletionStage<Done> confirm(String persistenceId) {
      var confirmation = new CompletableFuture<Done>();
      confirmations.add(confirmation);
      if (open.get()) {
        confirmation.complete(Done.done());
      }
      return confirmation;
    }

    /** Those on their way included. */
    void confirmFromNowOn() {
      open.set(true);
      confirmations.forEach(one -> one.complete(Done.done()));
    }
  }

  /** One whose commits take their time, so that their writer may be another one meanwhile. */
  static final class Slow extends OwnedStore {
    @Override
    public CompletionStage<Done> upsertObject(
        String persistenceId, long revision, Object value, String tag) {
      var micros = ThreadLocalRandom.current().nextInt(2_000);
      return CompletableFuture.supplyAsync(
              () -> super.upsertObject(persistenceId, revision, value, tag),
              CompletableFuture.delayedExecutor(micros, TimeUnit.MICROSECONDS))
          .thenCompose(stored -> stored);
    }
  }

  final Map<String, GetObjectResult<Object>> records = new ConcurrentHashMap<>();

  /** Whether another replica owns all keys. */
  volatile boolean lost;

  volatile boolean deletesFail;

  /** Commits end when this does. */
  volatile CompletionStage<Done> committed = CompletableFuture.completedFuture(Done.done());

  EntityRecord record(String persistenceId) {
    return (EntityRecord) Objects.requireNonNull(records.get(persistenceId)).value().orElseThrow();
  }

  @Override
  public CompletionStage<GetObjectResult<Object>> getObject(String persistenceId) {
    return unlessLost(
        () -> records.getOrDefault(persistenceId, new GetObjectResult<>(Optional.empty(), 0)));
  }

  @Override
  public CompletionStage<Done> upsertObject(
      String persistenceId, long revision, Object value, String tag) {
    return committed.thenCompose(done -> lost ? refused() : put(persistenceId, revision, value));
  }

  private synchronized CompletionStage<Done> put(
      String persistenceId, long revision, Object value) {
    var last = records.get(persistenceId);
    if ((last == null ? 0 : last.revision()) != revision - 1) {
      return refused();
    }
    records.put(persistenceId, new GetObjectResult<>(Optional.of(value), revision));
    return CompletableFuture.completedFuture(Done.done());
  }

  @Override
  public CompletionStage<Done> deleteObject(String persistenceId, long revision) {
    if (deletesFail) {
      return CompletableFuture.failedFuture(new IllegalStateException("the disk is gone"));
    }
    return unlessLost(() -> {
      records.computeIfPresent(
          persistenceId, (id, last) -> last.revision() == revision - 1 ? null : last);
      return Done.done();
    });
  }

  @Override
  @Deprecated
  public CompletionStage<Done> deleteObject(String persistenceId) {
    throw new UnsupportedOperationException();
  }

  private <T> CompletionStage<T> unlessLost(Supplier<T> action) {
    return lost ? refused() : CompletableFuture.completedFuture(action.get());
  }

  private static <T> CompletionStage<T> refused() {
    return CompletableFuture.failedFuture(new OwnershipLostException("another replica has it"));
  }
}
