package dev.hachi.runtime.store;

import dev.hachi.runtime.Address;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.persistence.state.DurableStateStoreRegistry;
import org.apache.pekko.persistence.state.javadsl.DurableStateUpdateStore;

/**
 * The store of a function's entities: any Pekko durable-state plugin. It takes a write only when
 * its revision follows the stored one, which fences a second writer. Beside it, it knows which
 * entities have something to do and when. Thread-safe as the plugin is.
 */
public final class EntityStore {
  /** What was found: the record and its revision, 0 for a key never committed. */
  public record Found(EntityRecord record, long revision) {}

  private final DurableStateUpdateStore<Object> plugin;
  private final WakeIndex wakes = new WakeIndex();

  private EntityStore(DurableStateUpdateStore<Object> plugin) {
    this.plugin = plugin;
  }

  /** A store of its own in this process' memory, without a system around it. */
  public static EntityStore inMemory() {
    return new EntityStore(new MemoryStore());
  }

  /** The store behind the plugin with this id in {@code system}'s configuration. */
  @SuppressWarnings("unchecked") // a plugin stores any object that the system can serialize
  public static EntityStore of(ActorSystem<?> system, String pluginId) {
    return new EntityStore(
        DurableStateStoreRegistry.get(system)
            .getDurableStateStoreFor(DurableStateUpdateStore.class, pluginId));
  }

  /** What is stored for {@code address}. */
  public CompletionStage<Found> load(Address address) {
    return plugin
        .getObject(address.toString())
        .thenApply(result -> {
          var record = (EntityRecord) result.value().orElse(EntityRecord.EMPTY);
          wakes.put(address, record.wakeAt());
          return new Found(record, result.revision());
        });
  }

  /** Stores {@code record}, if {@code revision} follows the stored one. */
  public CompletionStage<Done> commit(Address address, long revision, EntityRecord record) {
    return plugin
        .upsertObject(address.toString(), revision, record, address.function())
        .thenApply(done -> {
          wakes.put(address, record.wakeAt());
          return done;
        });
  }

  /**
   * At most {@code max} entities that are not {@code live} and have a message to send or a timer to
   * run at {@code now}, as far as they were loaded or committed since this process started.
   */
  public List<Address> due(Instant now, int max, Predicate<Address> live) {
    return wakes.due(now, max, live);
  }
}
