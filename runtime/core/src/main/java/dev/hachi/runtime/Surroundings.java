package dev.hachi.runtime;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.hachi.runtime.entity.ResidentsCommand;
import dev.hachi.runtime.store.EntityStore;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * What is around the entities of one replica: nothing, which is the default of each method, or the
 * other replicas of a cluster. One value serves one {@link FunctionRuntime}, which calls each
 * method once, in this order.
 */
public interface Surroundings {
  /** A replica without others, whose entities are in the durable-state plugin of this id. */
  static Surroundings alone(String storePlugin) {
    return new Alone(storePlugin);
  }

  /** The name of the actor system. */
  default String systemName() {
    return "hachi";
  }

  /**
   * What goes before the runtime's own settings of Pekko.
   *
   * @param functions the state versions of the functions that are hosted, by their names
   */
  default Config settings(Map<String, Integer> functions) {
    return ConfigFactory.empty();
  }

  /**
   * Where the entities are stored.
   *
   * @throws IllegalArgumentException with one sentence when that cannot be used
   */
  EntityStore store(ActorSystem<?> system);

  /**
   * Which shard an entity belongs to; all shards are closed until they are opened. Empty when all
   * entities always live here.
   */
  default Optional<ShardMap> shards() {
    return Optional.empty();
  }

  /**
   * The way to all entities, for callers from outside and for the entities themselves. Called
   * before {@code residents} take their first command, on their thread: it must not block.
   *
   * @param residents the entities that live here; they are told when shards open and close
   * @param local the way to these only
   */
  default Router router(ActorSystem<?> system, ActorRef<ResidentsCommand> residents, Router local) {
    return local;
  }

  /**
   * Hands everything over while requests still go on: completes when nothing depends on this
   * replica any more. What the entities have not finished a little later is broken off.
   */
  default CompletionStage<Done> drain() {
    return CompletableFuture.completedFuture(Done.done());
  }

  /** The entities have stopped; the actor system stops next. Must not block for long. */
  default void close() {}
}
