package dev.hachi.runtime.entity;

import dev.hachi.runtime.Address;
import dev.hachi.runtime.FailureCode;
import dev.hachi.runtime.Invocation;
import dev.hachi.runtime.Origin;
import dev.hachi.runtime.Outcome;
import dev.hachi.runtime.entity.EntityCommand.AlarmRang;
import dev.hachi.runtime.entity.EntityCommand.CommitEnded;
import dev.hachi.runtime.entity.EntityCommand.DeliveryEnded;
import dev.hachi.runtime.entity.EntityCommand.Drain;
import dev.hachi.runtime.entity.EntityCommand.HandlerEnded;
import dev.hachi.runtime.entity.EntityCommand.Invoke;
import dev.hachi.runtime.entity.EntityCommand.Loaded;
import dev.hachi.runtime.entity.EntityCommand.Passivate;
import dev.hachi.runtime.entity.EntityCommand.Settled;
import dev.hachi.runtime.entity.EntityCommand.Stop;
import dev.hachi.runtime.entity.HandlerRun.Change;
import dev.hachi.runtime.entity.HandlerRun.Unchanged;
import dev.hachi.runtime.entity.HandlerRun.Unusable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.jspecify.annotations.Nullable;

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
 * stops, and starts again from what the store has.
 */
final class Entity extends AbstractBehavior<EntityCommand> {
  /** Whoever keeps the entities. */
  interface Shard {
    /** This entity may be stopped; the shard then sends {@link Stop} as the last message. */
    void mayStop(Address address);

    /** This entity stops although it has something to send: it must be activated again. */
    void wake(Address address);
  }

  private final Address address;
  private final EntitySetup setup;
  private final Shard shard;
  private final Alarm alarm;
  private final Courier courier;
  private final Errands errands;

  private final Waiting waiting;
  private final Commits commits = new Commits();
  private @Nullable Running running;

  /** Null until it is loaded. */
  private @Nullable Draft draft;

  private long revision;

  /** What was settled while the entity was loading. */
  private final List<Origin.Tell> settledEarly = new ArrayList<>(0);

  private boolean unsettled;
  private boolean broken;
  private boolean passivating;
  private boolean draining;
  private boolean stopping;

  static Behavior<EntityCommand> create(Address address, EntitySetup setup, Shard shard) {
    return Behaviors.setup(context -> new Entity(context, address, setup, shard));
  }

  private Entity(
      ActorContext<EntityCommand> context, Address address, EntitySetup setup, Shard shard) {
    super(context);
    this.address = address;
    this.setup = setup;
    this.shard = shard;
    this.alarm = new Alarm(context, setup.clock());
    this.courier = new Courier(context, address, setup);
    this.waiting = new Waiting(setup.limits().waitingMax());
    this.errands = new Errands(address, setup, waiting, commits, alarm, courier);
    context.pipeToSelf(setup.store().load(address), Loaded::new);
  }

  @Override
  public Receive<EntityCommand> createReceive() {
    return newReceiveBuilder()
        .onMessage(Invoke.class, this::onInvoke)
        .onMessage(HandlerEnded.class, this::onHandlerEnded)
        .onMessage(CommitEnded.class, this::onCommitEnded)
        .onMessage(DeliveryEnded.class, this::onDeliveryEnded)
        .onMessage(Settled.class, this::onSettled)
        .onMessage(Loaded.class, this::onLoaded)
        .onMessage(AlarmRang.class, this::onAlarmRang)
        .onMessage(Passivate.class, this::onPassivate)
        .onMessage(Drain.class, this::onDrain)
        .onMessage(Stop.class, this::onStop)
        .build();
  }

  private Behavior<EntityCommand> onLoaded(Loaded loaded) {
    if (loaded.found() == null) {
      breakDown("cannot be read", loaded.failure());
      return next();
    }
    draft = new Draft(setup.limits(), loaded.found().record());
    settledEarly.forEach(this::settled);
    settledEarly.clear();
    revision = loaded.found().revision();
    return next();
  }

  // ---- invocations: wait, run, change -----------------------------------------------------------

  private Behavior<EntityCommand> onInvoke(Invoke invoke) {
    passivating = false;
    var invocation = invoke.invocation();
    Consumer<Outcome> caller = invoke.replyTo()::tell;
    var known = recalled(invocation);
    var pending = pendingOf(invocation);
    if (broken) {
      caller.accept(storeFailed());
    } else if (known != null) {
      commits.answer(new Pending(invocation, caller), known);
    } else if (pending != null) {
      pending.join(caller);
    } else if (waiting.isFull(running == null ? 0 : running.waiting())) {
      caller.accept(setup.overloaded(address));
    } else {
      waiting.add(new Pending(invocation, caller));
    }
    alarm.at(invocation.deadline());
    return next();
  }

  private @Nullable Outcome recalled(Invocation invocation) {
    var reply = draft == null ? null : draft.recall(invocation);
    return reply == null ? null : new Outcome.Replied(reply);
  }

  private @Nullable Pending pendingOf(Invocation invocation) {
    var found = running == null ? null : running.find(invocation);
    return found == null ? waiting.find(invocation) : found;
  }

  /**
   * Starts those that may share a thread; a timer runs alone, as it may be cancelled until then.
   */
  private void run(Draft from) {
    var together = new ArrayList<Pending>(1);
    while (!waiting.isEmpty() && together.size() < Running.TOGETHER_MAX) {
      if (waiting.startsWithTimer() && !together.isEmpty()) {
        break;
      }
      var pending = waiting.removeFirst();
      var known = recalled(pending.invocation()); // it may have come while the entity was loading
      if (known != null) {
        commits.answer(pending, known);
        continue;
      }
      together.add(pending);
      if (pending.isTimer()) {
        break;
      }
    }
    if (!together.isEmpty()) {
      var self = getContext().getSelf();
      running = Running.start(together, setup, Running.Work.of(from, revision), self::tell);
    }
  }

  private Behavior<EntityCommand> onHandlerEnded(HandlerEnded ended) {
    var pending = running == null ? null : running.finish();
    if (pending == null || draft == null || broken) {
      endRunning(ended); // its callers were answered, or it runs again
      return next();
    }
    count(pending, ended);
    switch (ended.result()) {
      case Change change -> change(draft, pending, change);
      case Unchanged(var state, var outcome) -> unchanged(draft, pending, state, outcome);
      case Unusable(var why) -> pending.end(new Outcome.Failed(FailureCode.STORE_FAILED, why));
    }
    endRunning(ended);
    return next();
  }

  private void endRunning(HandlerEnded ended) {
    if (ended.last()) {
      running = null;
    }
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
      commits.answer(pending, refusal);
      runAgainWhatFollows();
      return;
    }
    to.take(pending.invocation(), change, setup.function().stateVersion(), now);
    commits.answerChange(pending, new Outcome.Replied(change.reply()));
  }

  /**
   * Handlers may have run already on the state that was refused; what they made of it is dropped.
   */
  private void runAgainWhatFollows() {
    if (running != null) {
      waiting.putBack(running.abandon());
    }
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
    commits.answer(pending, outcome);
  }

  // ---- commits ----------------------------------------------------------------------------------

  private void commit(Draft from) {
    commits.start();
    unsettled = false;
    var sent = from.outbox().sent();
    var stored = setup.store().commit(address, revision + 1, from.toRecord()).toCompletableFuture();
    if (stored.isDone() && !stored.isCompletedExceptionally()) {
      onCommitted(from, sent); // memory answers at once: no message to oneself for that
    } else {
      getContext().pipeToSelf(stored, (done, failure) -> new CommitEnded(sent, failure));
    }
  }

  private Behavior<EntityCommand> onCommitEnded(CommitEnded ended) {
    if (!broken && ended.failure() != null) {
      setup.telemetry().commitFailed(address.function());
      breakDown("was not stored", ended.failure());
    } else if (!broken && draft != null) {
      onCommitted(draft, ended.sent());
    }
    return next();
  }

  private void onCommitted(Draft stored, long sent) {
    revision++;
    stored.outbox().committedUpTo(sent);
    commits.stored(setup.telemetry(), address.function()).forEach(courier::settle);
  }

  private void breakDown(String what, @Nullable Throwable failure) {
    getContext().getLog().error("{} {}", address, what, failure);
    broken = true;
    var failed = storeFailed();
    commits.fail(failed);
    waiting.all().forEach(pending -> pending.end(failed));
    waiting.clear();
    if (running != null) {
      running.abandon().forEach(pending -> pending.end(failed));
    }
    shard.mayStop(address);
  }

  // ---- messages and timers ----------------------------------------------------------------------

  private Behavior<EntityCommand> onDeliveryEnded(DeliveryEnded ended) {
    if (draft != null && !broken) {
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

  private void settled(Origin.Tell origin) {
    unsettled |= draft != null && draft.inbox().settle(origin);
  }

  // ---- the clock --------------------------------------------------------------------------------

  private Behavior<EntityCommand> onAlarmRang(AlarmRang rang) {
    alarm.rang(rang);
    var now = setup.clock().instant();
    var late = underWay().stream().filter(pending -> pending.isLate(now)).toList();
    waiting.removeAll(late);
    commits.removeAll(late);
    if (running != null) {
      running.cancel(late);
    }
    late.forEach(pending -> pending.end(late()));
    underWay().stream()
        .map(pending -> pending.invocation().deadline())
        .min(Comparator.naturalOrder())
        .ifPresent(alarm::at);
    return next();
  }

  /** All whose callers still wait for an outcome. */
  private List<Pending> underWay() {
    var all = new ArrayList<>(waiting.all());
    all.addAll(commits.pendings());
    if (running != null) {
      all.addAll(running.pendings());
    }
    return all;
  }

  // ---- the end ----------------------------------------------------------------------------------

  private Behavior<EntityCommand> onPassivate(Passivate ask) {
    passivating = true;
    if (unsettled) {
      commits.makeDue(); // what it may forget, the store may forget as well
    }
    return next();
  }

  private Behavior<EntityCommand> onDrain(Drain drain) {
    draining = true;
    return next();
  }

  private Behavior<EntityCommand> onStop(Stop stop) {
    stopping = true;
    return next();
  }

  /** Whether nothing waits for an outcome or a commit. */
  private boolean isDone() {
    return running == null && (broken || (draft != null && commits.isIdle() && waiting.isEmpty()));
  }

  /** Whether there is also nothing to send now. */
  private boolean isIdle() {
    return isDone() && (broken || draft == null || !draft.outbox().isBusy());
  }

  /** What happens after every message: start what can start, stop when it is time. */
  private Behavior<EntityCommand> next() {
    if (draft != null && !broken) {
      advance(draft);
    }
    if (stopping && isDone()) {
      if (!isIdle()) {
        shard.wake(address);
      }
      alarm.stop();
      return Behaviors.stopped();
    }
    if ((draining || passivating) && isIdle()) {
      shard.mayStop(address);
    }
    return this;
  }

  private void advance(Draft from) {
    if (!from.isQuiet() && !draining && !stopping) {
      errands.fireTimers(from);
    }
    do {
      if (commits.mayStart()) {
        commit(from);
      }
      while (running == null && !waiting.isEmpty()) {
        run(from);
      }
    } while (commits.mayStart());
    if (!from.isQuiet()) {
      errands.send(from);
    }
  }

  private Outcome storeFailed() {
    return new Outcome.Failed(
        FailureCode.STORE_FAILED,
        "the store failed for "
            + address
            + ", so it is unknown whether this took effect; repeat it with the same id");
  }

  private static Outcome late() {
    return new Outcome.Failed(
        FailureCode.DEADLINE, "the deadline passed before the outcome was known");
  }
}
