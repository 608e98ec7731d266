package dev.hachi.runtime.entity;

import dev.hachi.runtime.Address;
import dev.hachi.runtime.FailureCode;
import dev.hachi.runtime.HotEntity;
import dev.hachi.runtime.Invocation;
import dev.hachi.runtime.Origin;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;

/** What {@link Residents} are told. */
public sealed interface ResidentsCommand
    permits ResidentsCommand.Deliver,
        ResidentsCommand.Settle,
        ResidentsCommand.Answers,
        ResidentsCommand.Open,
        ResidentsCommand.Close,
        ResidentsCommand.Abandon,
        ResidentsCommand.Drain,
        ResidentsCommand.Hottest,
        Residents.Internal {
  /**
   * Run this and tell {@code replyTo} its outcome; that is {@link FailureCode#MOVED} when the shard
   * is not open.
   */
  record Deliver(Invocation invocation, ReplyTo replyTo) implements ResidentsCommand {}

  /**
   * The message {@code origin} to {@code receiver} will not be repeated. It is dropped when the
   * shard is not open; the receiver then remembers the message until it is too old.
   */
  record Settle(Address receiver, Origin.Tell origin) implements ResidentsCommand {}

  /**
   * The callers of these have their outcomes. It is dropped for entities that are not live; they
   * remember the outcomes until they expire.
   */
  record Answers(List<Answered> answered) implements ResidentsCommand {
    public Answers {
      answered = List.copyOf(answered);
    }
  }

  /**
   * The caller of the invocation {@code id} of {@code handler} at {@code address} has its outcome:
   * no router will repeat it, and none of its repetitions is on its way.
   */
  record Answered(Address address, String handler, String id) {}

  /** Run the entities of this shard from now on; a {@link Close} under way is not answered. */
  record Open(String function, int shard) implements ResidentsCommand {}

  /**
   * Take nothing more for this shard, let its invocations, commits and deliveries end, stop its
   * entities, and then tell {@code replyTo}. Timers are not started any more. How long that may
   * take is for the sender to say: with {@link Abandon}.
   */
  record Close(String function, int shard, ActorRef<Done> replyTo) implements ResidentsCommand {}

  /**
   * Stop the entities of this shard at once: whatever waits or runs fails with {@link
   * FailureCode#MOVED}, and what handlers still make of it is dropped. They do not come back until
   * {@link Open}. Whoever waits for a {@link Close} is told when they are gone.
   */
  record Abandon(String function, int shard) implements ResidentsCommand {}

  /** From operators: which live entities were invoked most often lately? */
  record Hottest(int max, CompletableFuture<List<HotEntity>> end) implements ResidentsCommand {}

  /**
   * Take nothing more from outside, let everything end, messages included, stop, and then tell
   * {@code replyTo}.
   */
  record Drain(ActorRef<Done> replyTo) implements ResidentsCommand {}
}
