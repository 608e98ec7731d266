package dev.hachi.runtime.entity;

import dev.hachi.runtime.Invocation;
import dev.hachi.runtime.Origin;
import dev.hachi.runtime.Outcome;
import dev.hachi.runtime.store.EntityStore;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What an {@link Entity} is told. */
sealed interface EntityCommand {
  /** From a caller: run this and tell {@code replyTo} its outcome. */
  record Invoke(Invocation invocation, ReplyTo replyTo) implements EntityCommand {}

  /** From a sender: this message will not be repeated. */
  record Settled(Origin.Tell origin) implements EntityCommand {}

  /** From the store: what was found, or why nothing could be read. */
  record Loaded(EntityStore.@Nullable Found found, @Nullable Throwable failure)
      implements EntityCommand {}

  /**
   * From the handlers' thread, in the order in which they ran.
   *
   * @param nanos how long the handler ran
   * @param last whether the thread ends with it
   */
  record HandlerEnded(HandlerRun.Result result, long nanos, boolean last)
      implements EntityCommand {}

  /**
   * From the store: the commit is stored, or why not.
   *
   * @param sent the number of the newest message that it contains
   */
  record CommitEnded(long sent, @Nullable Throwable failure) implements EntityCommand {}

  /** From a receiver, or the way to it: how an attempt to deliver a message ended. */
  record DeliveryEnded(long sequence, Outcome outcome) implements EntityCommand {}

  /** From the clock. */
  record AlarmRang(Instant due) implements EntityCommand {}

  /** From the shard: ask to be stopped once nothing is going on, unless an invocation comes. */
  record Passivate() implements EntityCommand {}

  /** From the shard: start no timers, and ask to be stopped as soon as nothing is going on. */
  record Drain() implements EntityCommand {}

  /** From the shard: nothing comes after this; end what is going on and stop. */
  record Stop() implements EntityCommand {}
}
