package dev.hachi.runtime.store;

import org.apache.pekko.Done;
import org.apache.pekko.persistence.state.DurableStateStoreProvider;
import org.apache.pekko.persistence.state.javadsl.DurableStateStore;
import org.apache.pekko.persistence.state.scaladsl.GetObjectResult;
import scala.concurrent.Future;
import scala.jdk.javaapi.FutureConverters;

/**
 * Makes memory a Pekko durable-state plugin; Pekko creates it by the class name in reference.conf.
 */
public final class MemoryStoreProvider implements DurableStateStoreProvider {
  private final MemoryStore store = new MemoryStore();

  @Override
  public DurableStateStore<Object> javadslDurableStateStore() {
    return store;
  }

  @Override
  public org.apache.pekko.persistence.state.scaladsl.DurableStateStore<Object>
      scaladslDurableStateStore() {
    return new ScalaView(store);
  }

  private record ScalaView(MemoryStore store)
      implements org.apache.pekko.persistence.state.scaladsl.DurableStateUpdateStore<Object> {
    @Override
    public Future<GetObjectResult<Object>> getObject(String persistenceId) {
      return FutureConverters.asScala(
          store.getObject(persistenceId).thenApply(result -> result.toScala()));
    }

    @Override
    public Future<Done> upsertObject(
        String persistenceId, long revision, Object value, String tag) {
      return FutureConverters.asScala(store.upsertObject(persistenceId, revision, value, tag));
    }

    @Override
    public Future<Done> deleteObject(String persistenceId, long revision) {
      return FutureConverters.asScala(store.deleteObject(persistenceId, revision));
    }

    @Override
    @Deprecated
    public Future<Done> deleteObject(String persistenceId) {
      return FutureConverters.asScala(store.deleteObject(persistenceId));
    }
  }
}
