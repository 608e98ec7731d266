package dev.hachi.runtime;

import dev.hachi.runtime.entity.ResidentsCommand;
import dev.hachi.runtime.entity.ResidentsCommand.Deliver;
import dev.hachi.runtime.entity.ResidentsCommand.Settle;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;

/** The way to the entities that live on this replica. */
record LocalRouter(ActorRef<ResidentsCommand> residents, LocalCalls calls) implements Router {
  @Override
  public CompletionStage<Outcome> invoke(Invocation invocation) {
    var call = calls.open(invocation.deadline());
    residents.tell(new Deliver(invocation, call));
    return call.outcome();
  }

  @Override
  public void settle(Address receiver, Origin.Tell origin) {
    residents.tell(new Settle(receiver, origin));
  }
}
