package dev.hachi.runtime;

import dev.hachi.runtime.entity.LocalShard;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Scheduler;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/** The way to the entities of functions that run on one replica only. */
record LocalRouter(ActorRef<LocalShard.Command> shard, Scheduler scheduler, Clock clock)
    implements Router {
  /** The entity itself answers at the deadline; this is for the case that it cannot. */
  private static final Duration GRACE = Duration.ofMillis(500);

  @Override
  public CompletionStage<Outcome> invoke(Invocation invocation) {
    var wait = Duration.between(clock.instant(), invocation.deadline()).plus(GRACE);
    return AskPattern.<LocalShard.Command, Outcome>ask(
            shard,
            replyTo -> new LocalShard.Deliver(invocation, replyTo),
            wait.isNegative() ? GRACE : wait,
            scheduler)
        .exceptionally(
            silence -> new Outcome.Failed(FailureCode.DEADLINE, "no answer until the deadline"));
  }

  @Override
  public void settle(Address receiver, Origin.Tell origin) {
    shard.tell(new LocalShard.Settle(receiver, origin));
  }
}
