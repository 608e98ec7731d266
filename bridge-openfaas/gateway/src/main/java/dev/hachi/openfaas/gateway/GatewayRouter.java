package dev.hachi.openfaas.gateway;

import dev.hachi.runtime.Address;
import dev.hachi.runtime.Invocation;
import dev.hachi.runtime.Origin;
import dev.hachi.runtime.Outcome;
import dev.hachi.runtime.Router;
import java.util.concurrent.CompletionStage;

/** Sends to the gateway what is for a function behind it, and all else the near way. */
final class GatewayRouter implements Router {
  private final Router near;
  private final GatewayClient client;

  GatewayRouter(Router near, GatewayClient client) {
    this.near = near;
    this.client = client;
  }

  @Override
  public CompletionStage<Outcome> invoke(Invocation invocation) {
    return GatewayCall.isFor(invocation.address())
        ? client.invoke(invocation)
        : near.invoke(invocation);
  }

  @Override
  public void settle(Address receiver, Origin.Tell origin) {
    if (!GatewayCall.isFor(receiver)) {
      near.settle(receiver, origin);
    }
  }

  @Override
  public void outgrown(String function, int stateVersion) {
    near.outgrown(function, stateVersion);
  }

  @Override
  public boolean repeats() {
    return near.repeats();
  }
}
