package dev.hachi.runtime.entity;

import dev.hachi.runtime.Address;
import dev.hachi.runtime.FailureCode;
import dev.hachi.runtime.Invocation;
import dev.hachi.runtime.Origin;
import dev.hachi.runtime.Outcome;
import dev.hachi.runtime.store.EntityRecord.Send;
import dev.hachi.runtime.store.EntityRecord.Timer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entity on its caller's thread: it carries a {@link Draft} as {@link Entity} does, but each
 * invocation runs and is stored before the next one begins. Not thread-safe.
 */
final class InlineEntity {
  /** How a run ended, and what it threw, if it did. */
  record Ended(Outcome outcome, @Nullable Throwable thrown) {}

  private final Address address;
  private final EntitySetup setup;
  private final Draft draft;
  private long revision;

  InlineEntity(Address address, EntitySetup setup) {
    this.address = address;
    this.setup = setup;
    var found = setup.store().load(address).toCompletableFuture().join();
    this.draft = new Draft(setup.limits(), setup.router().repeats(), found.record());
    this.revision = found.revision();
  }

  Address address() {
    return address;
  }

  Draft draft() {
    return draft;
  }

  Ended run(Invocation invocation) {
    var known = draft.recall(invocation);
    if (known != null) {
      return new Ended(known, null);
    }
    var run = new HandlerRun(setup, invocation, revision);
    // Never the live state: one that does not survive the store must not go unnoticed.
    var result = run.of(null, draft.stateVersion(), draft.stored());
    var outcome =
        switch (result) {
          case HandlerRun.Change change -> change(invocation, change);
          case HandlerRun.Unchanged(var state, var unchanged) -> unchanged(invocation, unchanged);
          case HandlerRun.Unusable(var why) -> new Outcome.Failed(FailureCode.STORE_FAILED, why);
        };
    return new Ended(outcome, run.thrown());
  }

  private Outcome change(Invocation invocation, HandlerRun.Change change) {
    var now = now();
    var refusal = draft.refusal(invocation, change, now);
    if (refusal != null) {
      return refusal;
    }
    draft.take(invocation, change, setup.function().stateVersion(), now);
    commit();
    return new Outcome.Replied(change.reply());
  }

  private Outcome unchanged(Invocation invocation, Outcome outcome) {
    if (outcome instanceof Outcome.Replied && invocation.origin() instanceof Origin.Timer timer) {
      draft.timers().remove(timer);
      commit();
    }
    return outcome;
  }

  private void commit() {
    revision++;
    setup.store().commit(address, revision, draft.toRecord()).toCompletableFuture().join();
    draft.outbox().committedUpTo(draft.outbox().sent());
  }

  /** The timers that are due, as invocations. */
  List<Invocation> fireTimers() {
    return draft.timers().fire(now()).stream().map(this::ofTimer).toList();
  }

  private Invocation ofTimer(Timer timer) {
    return RuntimeInvocations.ofTimer(address, timer, deadline());
  }

  /** Repeats the timer later, or forgets it. */
  void timerFailed(Origin.Timer timer, Outcome.Failed failed) {
    if (draft.timers().failed(timer, failed.code(), now())) {
      commit();
    }
  }

  Invocation ofTell(Send send) {
    return RuntimeInvocations.ofTell(address, send, deadline());
  }

  /** Whether the message will not be repeated. */
  boolean deliveryEnded(Send send, Outcome outcome) {
    if (draft.outbox().ended(send.sequence(), outcome, now()) == Outbox.Ending.REPEATED) {
      return false;
    }
    commit();
    return true;
  }

  private Instant deadline() {
    return now().plus(setup.limits().runMax());
  }

  private Instant now() {
    return setup.clock().instant();
  }

  /** The stored state, decoded; null when there is none. */
  @Nullable Object state() {
    var stored = draft.stored();
    try {
      return stored == null
          ? null
          : setup.function().decode(address.key(), draft.stateVersion(), stored);
    } catch (Exception e) {
      throw new IllegalStateException("the state of " + address + " cannot be read", e);
    }
  }
}
