package dev.hachi.runtime;

import com.typesafe.config.Config;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.Done;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.persistence.state.DurableStateStoreProvider;
import org.apache.pekko.persistence.state.javadsl.DurableStateStore;
import org.apache.pekko.persistence.state.javadsl.DurableStateUpdateStore;
import org.apache.pekko.persistence.state.javadsl.GetObjectResult;
import scala.jdk.javaapi.FutureConverters;

/** A durable-state plugin whose writes end when, and how, the test says. */
public final class GatedStore
    implements DurableStateStoreProvider, DurableStateUpdateStore<Object> {
  static final String ID = "hachi.test.gated-store";

  /** A write on its way. */
  record Write(long revision, CompletableFuture<Done> end, Runnable store) {
    void succeed() {
      store.run();
      end.complete(Done.done());
    }

    void fail() {
      end.completeExceptionally(new IllegalStateException("the disk is gone"));
    }
  }

  static final List<Write> WRITES = new CopyOnWriteArrayList<>();

  private static final AtomicBoolean OPEN = new AtomicBoolean();

  private final ConcurrentHashMap<String, GetObjectResult<Object>> records =
      new ConcurrentHashMap<>();

  public GatedStore(ExtendedActorSystem system, Config config) {
    WRITES.clear();
    OPEN.set(false);
  }

  /** Lets every write succeed, those on their way included. */
  static void succeedFromNowOn() {
    OPEN.set(true);
    WRITES.stream().filter(write -> !write.end().isDone()).forEach(Write::succeed);
  }

  @Override
  public CompletionStage<GetObjectResult<Object>> getObject(String persistenceId) {
    return CompletableFuture.completedFuture(
        records.getOrDefault(persistenceId, new GetObjectResult<>(Optional.empty(), 0)));
  }

  @Override
  public CompletionStage<Done> upsertObject(
      String persistenceId, long revision, Object value, String tag) {
    var end = new CompletableFuture<Done>();
    var stored = new GetObjectResult<>(Optional.of(value), revision);
    var write = new Write(revision, end, () -> records.put(persistenceId, stored));
    WRITES.add(write);
    if (OPEN.get()) {
      write.succeed();
    }
    return end;
  }

  @Override
  public CompletionStage<Done> deleteObject(String persistenceId, long revision) {
    throw new UnsupportedOperationException();
  }

  @Override
  @Deprecated
  public CompletionStage<Done> deleteObject(String persistenceId) {
    throw new UnsupportedOperationException();
  }

  @Override
  public DurableStateStore<Object> javadslDurableStateStore() {
    return this;
  }

  @Override
  public org.apache.pekko.persistence.state.scaladsl.DurableStateStore<Object>
      scaladslDurableStateStore() {
    return persistenceId ->
        FutureConverters.asScala(getObject(persistenceId).thenApply(GetObjectResult::toScala));
  }
}
