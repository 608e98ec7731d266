package dev.hachi.runtime.entity;

import dev.hachi.function.Bytes;
import dev.hachi.function.Reply;
import dev.hachi.runtime.FailureCode;
import dev.hachi.runtime.Invocation;
import dev.hachi.runtime.Limits;
import dev.hachi.runtime.Origin;
import dev.hachi.runtime.Outcome;
import dev.hachi.runtime.entity.HandlerRun.NextState;
import dev.hachi.runtime.store.EntityRecord;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the next commit of an entity stores: its record, open for changes. No clock, no I/O;
 * confined to its entity.
 */
final class Draft {
  private static final Reply NO_REPLY_KEPT = Reply.text("");

  private final Limits limits;
  private final Memory memory;
  private final Outbox outbox;
  private final Inbox inbox;
  private final Timers timers;
  private int stateVersion;
  private @Nullable Bytes stored;
  private @Nullable Object live;

  Draft(Limits limits, EntityRecord record) {
    this.limits = limits;
    var ageMax = limits.messages().ageMax();
    this.memory = new Memory(limits.ids(), record.remembered());
    this.outbox = new Outbox(ageMax, record.sent(), record.outbox());
    this.inbox = new Inbox(ageMax, record.inbox());
    this.timers = new Timers(ageMax, record.timers());
    this.stateVersion = record.stateVersion();
    this.stored = record.state();
  }

  /** The state as author code sees it, null when it was not decoded yet. */
  @Nullable Object live() {
    return live;
  }

  /** The encoded state, null when there is none. */
  @Nullable Bytes stored() {
    return stored;
  }

  /** The version of the code that encoded {@link #stored}. */
  int stateVersion() {
    return stateVersion;
  }

  Outbox outbox() {
    return outbox;
  }

  Inbox inbox() {
    return inbox;
  }

  Timers timers() {
    return timers;
  }

  /** What a run decoded and did not change. */
  void decoded(Object state) {
    live = state;
  }

  /** The first reply to this invocation, null when it is not known. */
  @Nullable Reply recall(Invocation invocation) {
    return switch (invocation.origin()) {
      case Origin.Tell tell -> inbox.has(tell) ? NO_REPLY_KEPT : null;
      case Origin.Timer timer -> timers.has(timer) ? null : NO_REPLY_KEPT;
      case Origin.Outside outside -> memory.recall(invocation);
      case Origin.Ask ask -> memory.recall(invocation);
    };
  }

  /** Why {@code change} cannot be taken, null when it can. */
  Outcome.@Nullable Failed refusal(Invocation invocation, HandlerRun.Change change, Instant now) {
    var max = limits.messages();
    if (outbox.size() + change.sends().size() > max.outboxMax()) {
      return overloaded(
          invocation, "more than %d of its messages would be unacknowledged", max.outboxMax());
    }
    if (!change.timers().isEmpty() && timers.sizeAfter(change.timers()) > max.timersMax()) {
      return overloaded(invocation, "more than %d timers would be set", max.timersMax());
    }
    if (invocation.origin() instanceof Origin.Tell && inbox.size(now) >= max.inboxMax()) {
      return overloaded(invocation, "%d messages that it took are not settled yet", max.inboxMax());
    }
    return null;
  }

  private static Outcome.Failed overloaded(Invocation invocation, String why, int max) {
    return new Outcome.Failed(
        FailureCode.OVERLOADED,
        invocation.address() + " changed nothing: " + why.formatted(max) + "; repeat later");
  }

  /** Takes what the handler of {@code invocation} asked for. */
  void take(Invocation invocation, HandlerRun.Change change, int version, Instant now) {
    switch (change.next()) {
      case NextState.Same(var state) -> live = state;
      case NextState.New(var state, var encoded) -> become(state, encoded, version);
      case NextState.None none -> {
        become(null, null, version);
        timers.clear();
      }
    }
    switch (invocation.origin()) {
      case Origin.Tell tell -> inbox.add(tell, now);
      case Origin.Timer timer -> timers.remove(timer);
      case Origin.Outside outside -> memory.remember(invocation, change.reply(), now);
      case Origin.Ask ask -> memory.remember(invocation, change.reply(), now);
    }
    timers.change(change.timers(), now);
    outbox.add(change.sends(), now);
  }

  private void become(@Nullable Object state, @Nullable Bytes encoded, int version) {
    live = state;
    stored = encoded;
    stateVersion = version;
  }

  /** Whether there is neither a message to send nor a timer to fire, now or later. */
  boolean isQuiet() {
    return outbox.size() == 0 && timers.isEmpty();
  }

  /**
   * When after {@code now} there is something to send or to fire; else {@link EntityRecord#NEVER}.
   */
  long wakeAt(Instant now) {
    return Math.min(outbox.nextAt(now), timers.nextAt(now));
  }

  EntityRecord toRecord() {
    return new EntityRecord(
        stateVersion,
        stored,
        memory.toList(),
        outbox.sent(),
        outbox.toList(),
        inbox.toList(),
        timers.toList());
  }
}
