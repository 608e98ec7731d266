package dev.hachi.runtime.entity;

import dev.hachi.runtime.Invocation;
import dev.hachi.runtime.Origin;
import dev.hachi.runtime.Outcome;
import dev.hachi.runtime.store.EntityStore;
import java.time.Instant;
import org.apache.pekko.actor.DeadLetterSuppression;
import org.jspecify.annotations.Nullable;

/** What an {@link Entity} is told. */
sealed interface EntityCommand {
  /** From a caller: run this and tell {@code replyTo} its outcome. */
  record Invoke(Invocation invocation, ReplyTo replyTo) implements EntityCommand {}

  /** From a sender: this message will not be repeated. */
  record Settled(Origin.Tell origin) implements EntityCommand {}

  /** From a caller's replica: this has its outcome and will not be repeated. */
  record Answered(String handler, String id) implements EntityCommand {}

  /** From the store: what was found, or why nothing could be read. */
  record Loaded(EntityStore.@Nullable Found found, @Nullable Throwable failure)
      implements EntityCommand {}

  /**
   * From the handlers' thread, in the order in which they ran. That it comes too late, when the
   * entity was abandoned, is no news for the log.
   *
   * @param nanos how long the handler ran
   * @param last whether the thread ends with it
   */
  record HandlerEnded(HandlerRun.Result result, long nanos, boolean last)
      implements EntityCommand, DeadLetterSuppression {}

  /**
   * From the store: the commit is stored, or why not.
   *
   * @param sent the number of the newest message that it contains
   */
  record CommitEnded(long sent, @Nullable Throwable failure) implements EntityCommand {}

  /** From the store: this replica may answer from the entity's state, or why not. */
  record ConfirmEnded(@Nullable Throwable failure) implements EntityCommand {}

  /** From a receiver, or the way to it: how an attempt to deliver a message ended. */
  record DeliveryEnded(long sequence, Outcome outcome) implements EntityCommand {}

  /** From the clock. */
  record AlarmRang(Instant due) implements EntityCommand {}

  /** From the residents: ask to be stopped once nothing is going on, unless an invocation comes. */
  record Passivate() implements EntityCommand {}

  /** From the residents: start no timers, and ask to be stopped as soon as nothing is going on. */
  record Drain() implements EntityCommand {}

  /** From the residents: nothing comes after this; end what is going on and stop. */
  record Stop() implements EntityCommand {}

  /** From the residents: stop at once, whatever is going on. */
  record Abandon() implements EntityCommand {}

  /** From the store: the key is deleted, or it was not. */
  record Erased(@Nullable Throwable failure) implements EntityCommand {}
}
