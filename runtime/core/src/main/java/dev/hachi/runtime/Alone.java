package dev.hachi.runtime;

import dev.hachi.runtime.store.EntityStore;
import org.apache.pekko.actor.typed.ActorSystem;

/** No other replicas. */
record Alone(String storePlugin) implements Surroundings {
  @Override
  public EntityStore store(ActorSystem<?> system) {
    try {
      return EntityStore.of(system, storePlugin);
    } catch (Exception e) { // Scala throws checked ones, too, such as of a class that is missing
      throw new IllegalArgumentException(
          "the durable-state plugin \"" + storePlugin + "\" cannot be used: " + e.getMessage(), e);
    }
  }
}
