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
import dev.hachi.runtime.store.EntityRecord.Unanswered;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the next commit of an entity stores: its record, open for changes. No clock, no I/O;
 * confined to its entity.
 */
final class Draft {
  private static final Reply NO_REPLY_KEPT = Reply.text("");

  private final Limits limits;
  private final boolean repeated;
  private final Memory memory;
  private final UnansweredOutcomes unanswered;
  private final UnchangedOutcomes unchanged;
  private final Outbox outbox;
  private final Inbox inbox;
  private final Timers timers;
  private int stateVersion;
  private @Nullable Bytes stored;
  private @Nullable Object live;

  /**
   * @param repeated whether whoever invokes may do so again until an answer arrives
   */
  Draft(Limits limits, boolean repeated, EntityRecord record) {
    this.limits = limits;
    this.repeated = repeated;
    var ageMax = limits.messages().ageMax();
    this.memory = new Memory(limits.ids(), record.remembered());
    this.unanswered = new UnansweredOutcomes(limits.waitingMax(), record.unanswered());
    this.unchanged = new UnchangedOutcomes(limits.waitingMax(), limits.ids().bytesMax());
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

  /** The first outcome of this invocation, null when it is not known. */
  @Nullable Outcome recall(Invocation invocation) {
    var same = unchanged.recall(invocation);
    if (same != null) {
      return same;
    }
    var reply =
        switch (invocation.origin()) {
          case Origin.Tell tell -> inbox.has(tell) ? NO_REPLY_KEPT : null;
          case Origin.Timer timer -> timers.has(timer) ? null : NO_REPLY_KEPT;
          case Origin.Outside outside -> recallFromOutside(invocation);
          case Origin.Ask ask -> memory.recall(invocation);
        };
    return reply == null ? null : new Outcome.Replied(reply);
  }

  private @Nullable Reply recallFromOutside(Invocation invocation) {
    var reply = unanswered.recall(invocation);
    return reply == null ? memory.recall(invocation) : reply;
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
      case Origin.Outside outside -> remember(invocation, change.reply(), now);
      case Origin.Ask ask -> remember(invocation, change.reply(), now);
    }
    timers.change(change.timers(), now);
    outbox.add(change.sends(), now);
  }

  /**
   * An asker may run again with the same ids until its own caller's deadline, and so may a caller
   * with an id that it chose. Any other id is repeated by routers only, if at all.
   */
  private void remember(Invocation invocation, Reply reply, Instant now) {
    var fromOutside = invocation.origin() instanceof Origin.Outside;
    if (fromOutside && repeated) {
      var outcome = memory.outcome(invocation, reply, now);
      unanswered.add(new Unanswered(invocation.lasting(), outcome));
    } else if (!fromOutside || invocation.lasting()) {
      memory.add(memory.outcome(invocation, reply, now), now);
    }
    for (var one : unanswered.removeSurplus(now)) {
      rememberIfLasting(one, now);
    }
  }

  /** It changed nothing, and must not change anything when a router delivers it again. */
  void unchanged(Invocation invocation, Outcome outcome, Instant now) {
    if (repeated) {
      switch (invocation.origin()) {
        case Origin.Outside outside -> unchanged.add(invocation, outcome, now);
        case Origin.Ask ask -> unchanged.add(invocation, outcome, now);
        case Origin.Tell tell -> {} // those and timers are repeated until they were taken
        case Origin.Timer timer -> {}
      }
    }
  }

  /** The caller has its outcome: no router will repeat the invocation. */
  void answered(String handler, String id, Instant now) {
    unchanged.remove(handler, id);
    var one = unanswered.remove(handler, id);
    if (one != null) {
      rememberIfLasting(one, now);
    }
  }

  private void rememberIfLasting(Unanswered one, Instant now) {
    if (one.lasting()) {
      memory.add(one.outcome(), now);
    }
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

  /**
   * Whether it says no more at {@code now} than a key that was never used. One that has ever sent a
   * message says more: the number of its next, which must not be one that receivers still know.
   */
  boolean isBlank(Instant now) {
    return stored == null
        && isQuiet()
        && outbox.sent() == 0
        && inbox.size(now) == 0
        && memory.isEmpty(now)
        && unanswered.isEmpty(now);
  }

  EntityRecord toRecord() {
    return new EntityRecord(
        stateVersion,
        stored,
        memory.toList(),
        outbox.sent(),
        outbox.toList(),
        inbox.toList(),
        timers.toList(),
        unanswered.toList());
  }
}
