package dev.hachi.runtime.store;

import dev.hachi.runtime.Address;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.persistence.state.DurableStateStoreRegistry;
import org.apache.pekko.persistence.state.javadsl.DurableStateUpdateStore;
import org.apache.pekko.persistence.state.javadsl.GetObjectResult;
import org.jspecify.annotations.Nullable;

/**
 * The store of a function's entities: any Pekko durable-state plugin. It takes a write only when
 * its revision follows the stored one, which fences a second writer. Beside it, it knows which
 * entities have something to do and when. Thread-safe as the plugin is.
 */
public final class EntityStore {
  /**
   * What was found.
   *
   * @param record {@link EntityRecord#EMPTY} when nothing is stored
   * @param revision 0 for a key never committed
   * @param stored whether there is a record
   */
  public record Found(EntityRecord record, long revision, boolean stored) {}

  private static final CompletionStage<Done> DONE = CompletableFuture.completedFuture(Done.done());

  private final DurableStateUpdateStore<Object> plugin;

  /** Null when the plugin's writer is never replaced without knowing. */
  private final @Nullable ConfirmingStore confirming;

  private final WakeIndex wakes = new WakeIndex();

  private EntityStore(DurableStateUpdateStore<Object> plugin) {
    this.plugin = plugin;
    this.confirming = plugin instanceof ConfirmingStore asked ? asked : null;
  }

  /** A store of its own in this process' memory, without a system around it. */
  public static EntityStore inMemory() {
    return new EntityStore(new MemoryStore());
  }

  /** The store behind {@code plugin}. */
  public static EntityStore of(DurableStateUpdateStore<Object> plugin) {
    return new EntityStore(plugin);
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
          var found = found(result);
          wakes.put(address, found.record().wakeAt(), found.record().hasErrands());
          return found;
        });
  }

  private static Found found(GetObjectResult<Object> result) {
    var record = (EntityRecord) result.value().orElse(EntityRecord.EMPTY);
    return new Found(record, result.revision(), result.value().isPresent());
  }

  /** What is stored for {@code address}, for somebody who only looks. */
  public CompletionStage<Found> look(Address address) {
    return plugin.getObject(address.toString()).thenApply(EntityStore::found);
  }

  /** Stores {@code record}, if {@code revision} follows the stored one. */
  public CompletionStage<Done> commit(Address address, long revision, EntityRecord record) {
    return plugin
        .upsertObject(address.toString(), revision, record, address.function())
        .thenApply(done -> {
          wakes.put(address, record.wakeAt(), record.hasErrands());
          return done;
        });
  }

  /** Stores nothing any more, if {@code revision} follows the stored one. */
  public CompletionStage<Done> delete(Address address, long revision) {
    return plugin
        .deleteObject(address.toString(), revision)
        .thenApply(done -> {
          wakes.put(address, EntityRecord.NEVER, false);
          return done;
        });
  }

  /** Whether the plugin must be asked before an entity answers from its state. */
  public boolean confirms() {
    return confirming != null;
  }

  /**
   * Completes when this process was, after this call, still the one that may commit {@code
   * address}; at once for a plugin that need not be asked.
   */
  public CompletionStage<Done> confirm(Address address) {
    return confirming == null ? DONE : confirming.confirm(address.toString());
  }

  /**
   * At {@code at} milliseconds {@code address} must be live: the record that this process has from
   * elsewhere says so.
   */
  public void wakeAt(Address address, long at) {
    wakes.put(address, at, true); // as long as it is not loaded, nobody knows what for
  }

  /**
   * How long the oldest message or timer of its entities has been due at {@code now}; zero when
   * none is.
   */
  public Duration overdue(Instant now) {
    return Duration.ofMillis(Math.max(0, now.toEpochMilli() - wakes.oldestErrand(now)));
  }

  /**
   * Code that can do what {@code address} has to do runs elsewhere: until this process loads the
   * record again or gets it anew, the entity is not {@link #due}, only {@link #overdue}.
   */
  public void leave(Address address) {
    wakes.leave(address);
  }

  /** Which of its entities have something to do is no matter of this process any more. */
  public void forget(Predicate<Address> which) {
    wakes.forget(which);
  }

  /**
   * At most {@code max} entities that are not {@code live} and have a message to send or a timer to
   * run at {@code now}, as far as this process knows from {@link #wakeAt} and from what was loaded
   * or committed since it started.
   */
  public List<Address> due(Instant now, int max, Predicate<Address> live) {
    return wakes.due(now, max, live);
  }
}
