package dev.hachi.runtime.store;

import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/**
 * What a durable-state plugin also implements when its writer may be replaced without knowing. Such
 * a writer is refused when it commits; but when it only reads, it would go on answering from a
 * state that others have changed since. So it asks before it answers. Thread-safe.
 */
public interface ConfirmingStore {
  /**
   * Completes when, at some moment after this call, this process was still the one that may commit
   * {@code persistenceId}; fails with {@link OwnershipLostException} when it is not.
   */
  CompletionStage<Done> confirm(String persistenceId);
}
