package dev.hachi.runtime;

import dev.hachi.runtime.store.EntityRecord;
import dev.hachi.runtime.store.EntityStore;
import dev.hachi.runtime.store.OwnershipLostException;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Looks at entities in the store, without activating them. Thread-safe.
 *
 * @param functions the code of each function that is hosted here
 */
record EntityViews(EntityStore store, Map<String, ? extends FunctionCode> functions) {
  /** What is stored; empty when another replica owns it. */
  CompletionStage<Optional<EntityView>> look(Address address) {
    var code = functions.get(address.function());
    if (code == null) {
      throw new IllegalArgumentException(
          "no function %s is hosted here, only %s"
              .formatted(address.function(), String.join(", ", functions.keySet())));
    }
    return store
        .look(address)
        .thenCompose(found -> store.confirm(address).thenApply(done -> found))
        .thenApply(found -> Optional.of(view(code, found)))
        .exceptionally(EntityViews::elsewhere);
  }

  private static Optional<EntityView> elsewhere(Throwable failure) {
    if (OwnershipLostException.isBehind(failure)) {
      return Optional.empty();
    }
    throw new CompletionException(failure);
  }

  private static EntityView view(FunctionCode code, EntityStore.Found found) {
    var record = found.record();
    return new EntityView(
        found.revision(),
        record.stateVersion(),
        state(code, record),
        record.timers().stream()
            .sorted(Comparator.comparingLong(EntityRecord.Timer::dueAt))
            .map(timer -> new EntityView.Timer(timer.name(), timer.handler(), at(timer.dueAt())))
            .toList(),
        record.outbox().stream()
            .map(send ->
                new EntityView.Message(
                    send.sequence(), send.function(), send.key(), send.handler(), at(send.dueAt())))
            .toList());
  }

  private static @Nullable Object state(FunctionCode code, EntityRecord record) {
    try {
      return record.state() == null ? null : code.shown(record.stateVersion(), record.state());
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  private static Instant at(long millis) {
    return Instant.ofEpochMilli(millis);
  }
}
