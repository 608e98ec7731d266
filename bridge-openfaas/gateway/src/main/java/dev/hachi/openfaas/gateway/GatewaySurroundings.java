package dev.hachi.openfaas.gateway;

import com.typesafe.config.Config;
import dev.hachi.runtime.Router;
import dev.hachi.runtime.ShardMap;
import dev.hachi.runtime.Surroundings;
import dev.hachi.runtime.entity.ResidentsCommand;
import dev.hachi.runtime.store.EntityStore;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;

/** Other surroundings, and the functions behind the gateway beyond them. */
public final class GatewaySurroundings implements Surroundings {
  private final Surroundings near;
  private final GatewayClient client;

  /** With {@code near} for all that is not behind the gateway. */
  public GatewaySurroundings(Surroundings near, GatewaySettings settings, Clock clock) {
    this.near = near;
    this.client = new GatewayClient(settings, clock);
  }

  @Override
  public Router router(ActorSystem<?> system, ActorRef<ResidentsCommand> residents, Router local) {
    return new GatewayRouter(near.router(system, residents, local), client);
  }

  @Override
  public String systemName() {
    return near.systemName();
  }

  @Override
  public Config settings(Map<String, Integer> functions) {
    return near.settings(functions);
  }

  @Override
  public EntityStore store(ActorSystem<?> system) {
    return near.store(system);
  }

  @Override
  public Optional<ShardMap> shards() {
    return near.shards();
  }

  @Override
  public CompletionStage<Done> drain() {
    return near.drain();
  }

  @Override
  public void close() {
    near.close();
    client.close();
  }
}
