package dev.hachi.runtime.entity;

import dev.hachi.runtime.Address;
import dev.hachi.runtime.FailureCode;
import dev.hachi.runtime.Origin;
import dev.hachi.runtime.Outcome;
import dev.hachi.runtime.entity.EntityCommand.Abandon;
import dev.hachi.runtime.entity.EntityCommand.AlarmRang;
import dev.hachi.runtime.entity.EntityCommand.Answered;
import dev.hachi.runtime.entity.EntityCommand.CommitEnded;
import dev.hachi.runtime.entity.EntityCommand.ConfirmEnded;
import dev.hachi.runtime.entity.EntityCommand.DeliveryEnded;
import dev.hachi.runtime.entity.EntityCommand.Drain;
import dev.hachi.runtime.entity.EntityCommand.Erased;
import dev.hachi.runtime.entity.EntityCommand.HandlerEnded;
import dev.hachi.runtime.entity.EntityCommand.Invoke;
import dev.hachi.runtime.entity.EntityCommand.Loaded;
import dev.hachi.runtime.entity.EntityCommand.Passivate;
import dev.hachi.runtime.entity.EntityCommand.Settled;
import dev.hachi.runtime.entity.EntityCommand.Stop;
import dev.hachi.runtime.entity.HandlerRun.Change;
import dev.hachi.runtime.entity.HandlerRun.Unchanged;
import dev.hachi.runtime.entity.HandlerRun.Unusable;
import dev.hachi.runtime.store.OwnershipLostException;
import dev.hachi.runtime.store.StoreFullException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one live instance of a function for a key.
 *
 * <p>Invocations wait in a bounded queue and run one after the other on virtual threads. What a
 * handler changed goes to the store before its outcome goes to the caller and its messages to their
 * receivers. While a commit is on its way the next invocations already run on the new state; their
 * changes fold into the next commit, and their outcomes, reads included, wait for it: nobody sees
 * what may yet be lost.
 *
 * <p>When the store fails, what was stored is unknown. The entity then fails everything that waits,
 * stops, and starts again from what the store has. When its shard got another owner it does the
 * same, but whoever waits is told that it has moved, so that routers repeat the invocation there.
 *
 * <p>When newer code has stored its state, it refuses everything and changes nothing: its timers
 * and messages stay in the record for the newer code.
 */
final class Entity extends AbstractBehavior<EntityCommand> {
  // Pekko's own clears the MDC of the thread that it logs on, which may be an author's.
  private static final Logger LOG = LoggerFactory.getLogger(Entity.class);

  private final Address address;
  private final EntitySetup setup;
  private final Keeper keeper;
  private final Alarm alarm;
  private final Courier courier;
  private final Errands errands;

  private final Turns turns;
  private final Commits commits;

  /** Null until it is loaded. */
  private @Nullable Draft draft;

  private long revision;

  /** Whether the store has a record. */
  private boolean stored;

  /** What was settled while the entity was loading. */
  private final List<Origin.Tell> settledEarly = new ArrayList<>(0);

  private boolean unsettled;

  /** The outcome of all that waits and comes; null while all is well. */
  private @Nullable Outcome broken;

  private boolean passivating;
  private boolean draining;
  private boolean stopping;

  static Behavior<EntityCommand> create(Address address, EntitySetup setup, Keeper keeper) {
    return Behaviors.setup(context -> new Entity(context, address, setup, keeper));
  }

  private Entity(
      ActorContext<EntityCommand> context, Address address, EntitySetup setup, Keeper keeper) {
    super(context);
    this.address = address;
    this.setup = setup;
    this.keeper = keeper;
    this.alarm = new Alarm(context, setup.clock());
    this.courier = new Courier(context, address, setup);
    this.commits = new Commits(setup.store().confirms());
    var waiting = new Waiting(setup.limits().waitingMax(), setup.waiting());
    this.turns = new Turns(setup, waiting, context.getSelf()::tell);
    this.errands = new Errands(address, setup, waiting, commits, alarm, courier);
    context.pipeToSelf(setup.store().load(address), Loaded::new);
  }

  @Override
  public Receive<EntityCommand> createReceive() {
    return new Receive<>() { // Pekko's own builder takes more room than what most keys store
      @Override
      public Behavior<EntityCommand> receiveMessage(EntityCommand command) {
        return on(command);
      }

      @Override
      public Behavior<EntityCommand> receiveSignal(Signal signal) {
        return signal instanceof PostStop ? onPostStop() : Behaviors.unhandled();
      }
    };
  }

  private Behavior<EntityCommand> on(EntityCommand command) {
    return switch (command) {
      case Invoke invoke -> onInvoke(invoke);
      case HandlerEnded ended -> onHandlerEnded(ended);
      case CommitEnded ended -> onCommitEnded(ended);
      case DeliveryEnded ended -> onDeliveryEnded(ended);
      case ConfirmEnded ended -> onConfirmEnded(ended);
      case Answered answered -> onAnswered(answered);
      case Settled settled -> onSettled(settled);
      case Loaded loaded -> onLoaded(loaded);
      case AlarmRang rang -> onAlarmRang(rang);
      case Passivate ask -> onPassivate();
      case Drain drain -> onDrain();
      case Stop stop -> onStop();
      case Abandon abandon -> onAbandon();
      case Erased erased -> Behaviors.unhandled();
    };
  }

  /** Also when it failed: those that wait here are not to be counted for ever. */
  private Behavior<EntityCommand> onPostStop() {
    turns.forget();
    return this;
  }

  private Behavior<EntityCommand> onLoaded(Loaded loaded) {
    if (loaded.found() == null) {
      breakDown("cannot be read", loaded.failure());
      return next();
    }
    var record = loaded.found().record();
    if (record.state() != null && record.stateVersion() > setup.function().stateVersion()) {
      outgrown(record.stateVersion());
      return next();
    }
    draft = new Draft(setup.limits(), setup.router().repeats(), record);
    courier.inherit(draft.outbox().sent());
    settledEarly.forEach(this::settled);
    settledEarly.clear();
    revision = loaded.found().revision();
    stored = loaded.found().stored();
    return next();
  }

  /**
   * It does nothing from here on: neither its state nor what waits in its record is for this code.
   * What is due in the record must not activate it again and again, and so drive out others.
   */
  private void outgrown(int stateVersion) {
    var known = setup.function().stateVersion();
    LOG.warn(
        "{} waits for newer code: its state version is {}, and the code here knows 1 to {}",
        address,
        stateVersion,
        known);
    fail(Failures.newerState(address, stateVersion, known));
    setup.store().leave(address);
    setup.router().outgrown(address.function(), stateVersion);
  }

  // ---- invocations: wait, run, change -----------------------------------------------------------

  private Behavior<EntityCommand> onInvoke(Invoke invoke) {
    passivating = false;
    var invocation = invoke.invocation();
    Consumer<Outcome> caller = invoke.replyTo()::tell;
    var known = draft == null ? null : draft.recall(invocation);
    var pending = turns.find(invocation);
    if (broken != null) {
      caller.accept(broken);
    } else if (known != null) {
      commits.answer(new Pending(invocation, caller), known);
    } else if (pending != null) {
      pending.join(caller);
    } else if (turns.isFull()) {
      caller.accept(Failures.overloaded(address, setup.limits().waitingMax()));
    } else {
      turns.add(new Pending(invocation, caller));
    }
    alarm.at(invocation.deadline());
    return next();
  }

  private Behavior<EntityCommand> onHandlerEnded(HandlerEnded ended) {
    var pending = turns.finish();
    if (pending == null || draft == null || broken != null) {
      turns.ended(ended);
      return next();
    }
    count(pending, ended);
    switch (ended.result()) {
      case Change change -> change(draft, pending, change);
      case Unchanged(var state, var outcome) -> unchanged(draft, pending, state, outcome);
      case Unusable(var why) -> pending.end(new Outcome.Failed(FailureCode.STORE_FAILED, why));
    }
    turns.ended(ended);
    return next();
  }

  private void count(Pending pending, HandlerEnded ended) {
    var handler = pending.invocation().handler();
    var known = setup.function().handlers().contains(handler) ? handler : "unknown";
    var outcome =
        switch (ended.result()) {
          case Change change -> "replied";
          case Unchanged(var state, Outcome.Replied replied) -> "replied";
          case Unchanged(var state, Outcome.Failed(var code, var why)) -> code;
          case Unusable unusable -> FailureCode.STORE_FAILED;
        };
    setup.telemetry().handlerEnded(address.function(), known, outcome, ended.nanos());
  }

  private void change(Draft to, Pending pending, Change change) {
    var now = setup.clock().instant();
    var refusal = to.refusal(pending.invocation(), change, now);
    if (refusal != null) {
      to.unchanged(pending.invocation(), refusal, now);
      commits.answer(pending, refusal);
      turns.runAgainWhatFollows();
      return;
    }
    to.take(pending.invocation(), change, setup.function().stateVersion(), now);
    commits.answerChange(pending, new Outcome.Replied(change.reply()));
  }

  private void unchanged(Draft now, Pending pending, @Nullable Object state, Outcome outcome) {
    if (state != null) {
      now.decoded(state);
    }
    if (outcome instanceof Outcome.Replied
        && pending.invocation().origin() instanceof Origin.Timer timer) {
      now.timers().remove(timer); // a change does so itself
      commits.makeDue();
    }
    now.unchanged(pending.invocation(), outcome, setup.clock().instant());
    commits.answer(pending, outcome);
  }

  // ---- commits ----------------------------------------------------------------------------------

  private void commit(Draft from) {
    commits.start();
    unsettled = false;
    var sent = from.outbox().sent();
    var done = setup.store().commit(address, revision + 1, from.toRecord()).toCompletableFuture();
    if (done.isDone() && !done.isCompletedExceptionally()) {
      onCommitted(from, sent); // memory answers at once: no message to oneself for that
    } else {
      getContext().pipeToSelf(done, (nothing, failure) -> new CommitEnded(sent, failure));
    }
  }

  private Behavior<EntityCommand> onCommitEnded(CommitEnded ended) {
    if (broken == null && ended.failure() != null) {
      if (!OwnershipLostException.isBehind(ended.failure())) {
        setup.telemetry().commitFailed(address.function());
      }
      breakDown("was not stored", ended.failure());
    } else if (broken == null && draft != null) {
      onCommitted(draft, ended.sent());
    }
    return next();
  }

  private void onCommitted(Draft from, long sent) {
    revision++;
    stored = true;
    from.outbox().committedUpTo(sent);
    commits.stored(setup.telemetry(), address.function()).forEach(courier::settle);
  }

  /** Asks the store whether what was determined until now may be answered. */
  private void confirm() {
    commits.startConfirming();
    var done = setup.store().confirm(address).toCompletableFuture();
    if (done.isDone() && !done.isCompletedExceptionally()) {
      commits.confirmed();
    } else {
      getContext().pipeToSelf(done, (nothing, failure) -> new ConfirmEnded(failure));
    }
  }

  private Behavior<EntityCommand> onConfirmEnded(ConfirmEnded ended) {
    if (broken == null && ended.failure() != null) {
      breakDown("was not confirmed", ended.failure());
    } else if (broken == null) {
      commits.confirmed();
    }
    return next();
  }

  private void breakDown(String what, @Nullable Throwable failure) {
    var full = StoreFullException.behind(failure);
    if (full != null) {
      LOG.warn("{} {}: {}", address, what, full.getMessage());
      fail(Failures.storeFull(address, full));
    } else if (OwnershipLostException.isBehind(failure)) {
      LOG.debug("{} {}: its shard has another owner", address, what);
      fail(Failures.moved(address));
    } else {
      LOG.error("{} {}", address, what, failure);
      fail(Failures.storeFailed(address));
    }
    keeper.mayStop(address);
  }

  private void fail(Outcome outcome) {
    broken = outcome;
    commits.fail(outcome);
    turns.fail(outcome);
  }

  // ---- messages and timers ----------------------------------------------------------------------

  private Behavior<EntityCommand> onDeliveryEnded(DeliveryEnded ended) {
    if (draft != null && broken == null) {
      errands.onDeliveryEnded(draft, ended);
    }
    return next();
  }

  /** The next commit will carry it; it needs none of its own. */
  private Behavior<EntityCommand> onSettled(Settled settled) {
    if (draft != null) {
      settled(settled.origin());
    } else if (settledEarly.size() < setup.limits().messages().inboxMax()) {
      settledEarly.add(settled.origin());
    }
    return next();
  }

  /** Nor does this: the hint may be lost as well. */
  private Behavior<EntityCommand> onAnswered(Answered answered) {
    if (draft != null) {
      draft.answered(answered.handler(), answered.id(), setup.clock().instant());
    }
    return this;
  }

  private void settled(Origin.Tell origin) {
    unsettled |= draft != null && draft.inbox().settle(origin);
  }

  // ---- the clock --------------------------------------------------------------------------------

  private Behavior<EntityCommand> onAlarmRang(AlarmRang rang) {
    alarm.rang(rang);
    var now = setup.clock().instant();
    var late = underWay().stream().filter(pending -> pending.isLate(now)).toList();
    turns.cancel(late);
    commits.removeAll(late);
    late.forEach(pending -> pending.end(Failures.late()));
    underWay().stream()
        .map(pending -> pending.invocation().deadline())
        .min(Comparator.naturalOrder())
        .ifPresent(alarm::at);
    return next();
  }

  /** All whose callers still wait for an outcome. */
  private List<Pending> underWay() {
    var all = new ArrayList<>(turns.pendings());
    all.addAll(commits.pendings());
    return all;
  }

  // ---- the end ----------------------------------------------------------------------------------

  private Behavior<EntityCommand> onPassivate() {
    passivating = true;
    if (unsettled) {
      commits.makeDue(); // what it may forget, the store may forget as well
    }
    return next();
  }

  private Behavior<EntityCommand> onDrain() {
    draining = true;
    return next();
  }

  private Behavior<EntityCommand> onStop() {
    stopping = true;
    return next();
  }

  private Behavior<EntityCommand> onAbandon() {
    if (broken == null) {
      fail(Failures.moved(address));
    }
    alarm.stop();
    return Behaviors.stopped();
  }

  /** Whether nothing waits for an outcome or a commit. */
  private boolean isDone() {
    return broken == null
        ? draft != null && commits.isIdle() && turns.areOver()
        : !turns.areRunning();
  }

  /** Whether there is also nothing to send now. */
  private boolean isIdle() {
    return isDone() && (broken != null || draft == null || !draft.outbox().isBusy());
  }

  /** What happens after every message: start what can start, stop when it is time. */
  private Behavior<EntityCommand> next() {
    if (draft != null && broken == null) {
      advance(draft);
    }
    if (stopping && isDone()) {
      return stop();
    }
    if ((draining || passivating) && isIdle()) {
      keeper.mayStop(address);
    }
    return this;
  }

  private Behavior<EntityCommand> stop() {
    alarm.stop();
    if (!isIdle()) {
      keeper.wake(address);
    } else if (isWorthless()) {
      return erase();
    }
    return Behaviors.stopped();
  }

  /** Whether the store has a record that says no more than none would. */
  private boolean isWorthless() {
    return stored && broken == null && draft != null && draft.isBlank(setup.clock().instant());
  }

  /** The last thing it does: its successor finds out what became of the record. */
  private Behavior<EntityCommand> erase() {
    var erased = setup.store().delete(address, revision + 1);
    getContext().pipeToSelf(erased, (done, failure) -> new Erased(failure));
    return Behaviors.receiveMessage(message ->
        switch (message) {
          case Erased(var failure) -> onErased(failure);
          case Abandon abandon -> Behaviors.stopped();
          default -> Behaviors.same();
        });
  }

  private Behavior<EntityCommand> onErased(@Nullable Throwable failure) {
    if (failure != null) {
      LOG.debug("{} was not erased, and stays", address, failure);
    }
    return Behaviors.stopped();
  }

  /** At one moment: a timer that came due between two looks at the clock would be in neither. */
  private void advance(Draft from) {
    var now = setup.clock().instant();
    if (!from.isQuiet() && !draining && !stopping) {
      errands.fireTimers(from, now);
    }
    do {
      if (commits.mayStart()) {
        commit(from);
      }
      while (turns.mayStart()) {
        turns.start(from, revision, commits);
      }
      if (commits.mayConfirm()) {
        confirm();
      }
    } while (commits.mayStart() || commits.mayConfirm());
    if (!from.isQuiet()) {
      errands.send(from, now);
    }
  }
}
