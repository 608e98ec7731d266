package dev.hachi.runtime;

import dev.hachi.runtime.entity.LocalShard;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;

/** The way to the entities of functions that run on one replica only. */
record LocalRouter(ActorRef<LocalShard.Command> shard, LocalCalls calls) implements Router {
  @Override
  public CompletionStage<Outcome> invoke(Invocation invocation) {
    var call = calls.open(invocation.deadline());
    shard.tell(new LocalShard.Deliver(invocation, call));
    return call.outcome();
  }

  @Override
  public void settle(Address receiver, Origin.Tell origin) {
    shard.tell(new LocalShard.Settle(receiver, origin));
  }
}
