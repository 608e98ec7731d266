package dev.hachi.runtime;

import dev.hachi.runtime.store.EntityStore;
import org.apache.pekko.actor.typed.ActorSystem;

/** No other replicas. */
record Alone(String storePlugin) implements Surroundings {
  @Override
  public EntityStore store(ActorSystem<?> system) {
    try {
      return EntityStore.of(system, storePlugin);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "the durable-state plugin \"" + storePlugin + "\" cannot be used: " + e.getMessage(), e);
    }
  }
}
