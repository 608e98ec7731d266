package dev.hachi.runtime.entity;

import dev.hachi.runtime.Address;
import dev.hachi.runtime.FailureCode;
import dev.hachi.runtime.Invocation;
import dev.hachi.runtime.Outcome;
import dev.hachi.runtime.entity.EntityCommand.CheckDeadlines;
import dev.hachi.runtime.entity.EntityCommand.CommitEnded;
import dev.hachi.runtime.entity.EntityCommand.HandlerEnded;
import dev.hachi.runtime.entity.EntityCommand.Invoke;
import dev.hachi.runtime.entity.EntityCommand.Loaded;
import dev.hachi.runtime.entity.EntityCommand.PassivateIfIdle;
import dev.hachi.runtime.entity.EntityCommand.Stop;
import dev.hachi.runtime.entity.HandlerRun.Result;
import dev.hachi.runtime.store.EntityRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionStage;
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
 * handler changed goes to the store before its outcome goes to the caller. While a commit is on its
 * way the next invocations already run on the new state; their changes fold into the next commit,
 * and their outcomes, reads included, wait for it: nobody sees what may yet be lost.
 *
 * <p>When the store fails, what was stored is unknown. The entity then fails everything that waits,
 * stops, and starts again from what the store has.
 */
final class Entity extends AbstractBehavior<EntityCommand> {
  private record Held(Pending pending, Outcome outcome) {}

  private static final class Running {
    final Pending pending;
    final Thread thread;
    boolean late;

    Running(Pending pending, Thread thread) {
      this.pending = pending;
      this.thread = thread;
    }
  }

  private final Address address;
  private final EntitySetup setup;
  private final Runnable askToStop;

  private final Deque<Pending> waiting = new ArrayDeque<>();
  private @Nullable Running running;
  private boolean loading = true;
  private boolean broken;
  private boolean stopping;
  private @Nullable Instant nextCheck;

  private @Nullable Object state;
  private EntityRecord record = EntityRecord.EMPTY;
  private Memory memory;
  private long revision;

  private boolean committing;
  private List<Held> committingHeld = new ArrayList<>();
  private boolean changed;
  private List<Held> changedHeld = new ArrayList<>();

  /**
   * @param askToStop tells the shard that this entity may be stopped; the shard then sends {@link
   *     Stop} as the last message
   */
  static Behavior<EntityCommand> create(Address address, EntitySetup setup, Runnable askToStop) {
    return Behaviors.setup(context -> new Entity(context, address, setup, askToStop));
  }

  private Entity(
      ActorContext<EntityCommand> context, Address address, EntitySetup setup, Runnable askToStop) {
    super(context);
    this.address = address;
    this.setup = setup;
    this.askToStop = askToStop;
    this.memory = new Memory(setup.limits(), List.of());
    whenEnded(setup.store().load(address), Loaded::new);
  }

  @Override
  public Receive<EntityCommand> createReceive() {
    return newReceiveBuilder()
        .onMessage(Invoke.class, this::onInvoke)
        .onMessage(HandlerEnded.class, this::onHandlerEnded)
        .onMessage(CommitEnded.class, this::onCommitEnded)
        .onMessage(Loaded.class, this::onLoaded)
        .onMessage(CheckDeadlines.class, this::onCheckDeadlines)
        .onMessage(PassivateIfIdle.class, this::onPassivateIfIdle)
        .onMessage(Stop.class, this::onStop)
        .build();
  }

  private Behavior<EntityCommand> onLoaded(Loaded loaded) {
    loading = false;
    if (loaded.found() == null) {
      breakDown("cannot be read", loaded.failure());
      return next();
    }
    record = loaded.found().record();
    revision = loaded.found().revision();
    memory = new Memory(setup.limits(), record.remembered());
    return next();
  }

  private Behavior<EntityCommand> onInvoke(Invoke invoke) {
    var invocation = invoke.invocation();
    var known = memory.recall(invocation);
    var pending = pendingOf(invocation);
    if (broken) {
      invoke.replyTo().tell(storeFailed());
    } else if (known != null) {
      answer(new Pending(invocation, invoke.replyTo()), new Outcome.Replied(known));
    } else if (pending != null) {
      pending.join(invoke.replyTo());
    } else if (waiting.size() >= setup.limits().waitingMax()) {
      invoke.replyTo().tell(setup.overloaded(address));
    } else {
      waiting.addLast(new Pending(invocation, invoke.replyTo()));
    }
    checkDeadlinesAt(invocation.deadline());
    return next();
  }

  private @Nullable Pending pendingOf(Invocation invocation) {
    if (running != null && !running.late && running.pending.isSameAs(invocation)) {
      return running.pending;
    }
    for (var pending : waiting) {
      if (pending.isSameAs(invocation)) {
        return pending;
      }
    }
    return null;
  }

  private void runFirst() {
    var pending = waiting.removeFirst();
    if (!recalled(pending)) {
      var run = new HandlerRun(setup.function(), setup.clock(), pending.invocation());
      var self = getContext().getSelf();
      var live = state;
      var stored = record;
      var thread =
          Thread.ofVirtual().unstarted(() -> self.tell(new HandlerEnded(run.of(live, stored))));
      running = new Running(pending, thread);
      thread.start();
    }
  }

  /** An id that came while the entity was loading may be known by now. */
  private boolean recalled(Pending pending) {
    var known = memory.recall(pending.invocation());
    if (known != null) {
      answer(pending, new Outcome.Replied(known));
    }
    return known != null;
  }

  private Behavior<EntityCommand> onHandlerEnded(HandlerEnded ended) {
    var run = running;
    running = null;
    if (run == null || broken || run.late) {
      return next(); // its callers were answered; what it asked for is dropped
    }
    if (run.pending.isLate(setup.clock().instant())) {
      run.pending.end(late());
      return next();
    }
    switch (ended.result()) {
      case Result.Unchanged(var outcome) -> answer(run.pending, outcome);
      case Result.Changed result -> change(run.pending, result);
      case Result.Unusable(var why) ->
          run.pending.end(new Outcome.Failed(FailureCode.STORE_FAILED, why));
    }
    return next();
  }

  private void change(Pending pending, Result.Changed result) {
    var reply = result.reply();
    memory.remember(pending.invocation(), reply, setup.clock().instant());
    state = result.state();
    record = new EntityRecord(setup.function().states().version(), result.bytes(), memory.toList());
    changed = true;
    changedHeld.add(new Held(pending, new Outcome.Replied(reply)));
  }

  /** Answers at once, or together with the last change that the outcome may stem from. */
  private void answer(Pending pending, Outcome outcome) {
    if (changed) {
      changedHeld.add(new Held(pending, outcome));
    } else if (committing) {
      committingHeld.add(new Held(pending, outcome));
    } else {
      pending.end(outcome);
    }
  }

  private void commit() {
    changed = false;
    committing = true;
    committingHeld = changedHeld;
    changedHeld = new ArrayList<>();
    var stored = setup.store().commit(address, revision + 1, record).toCompletableFuture();
    if (stored.isDone() && !stored.isCompletedExceptionally()) {
      onCommitted(); // memory answers at once: no message to oneself for that
    } else {
      whenEnded(stored, (done, failure) -> new CommitEnded(failure));
    }
  }

  private Behavior<EntityCommand> onCommitEnded(CommitEnded ended) {
    if (!broken && ended.failure() == null) {
      onCommitted();
    } else if (!broken) {
      breakDown("was not stored", ended.failure());
    }
    return next();
  }

  private void onCommitted() {
    committing = false;
    revision++;
    var held = committingHeld;
    committingHeld = new ArrayList<>();
    held.forEach(one -> one.pending().end(one.outcome()));
  }

  private void breakDown(String what, @Nullable Throwable failure) {
    getContext().getLog().error("{} {}", address, what, failure);
    broken = true;
    committing = false;
    changed = false;
    var failed = storeFailed();
    committingHeld.forEach(held -> held.pending().end(failed));
    changedHeld.forEach(held -> held.pending().end(failed));
    waiting.forEach(pending -> pending.end(failed));
    committingHeld.clear();
    changedHeld.clear();
    waiting.clear();
    if (running != null) {
      running.pending.end(failed);
      running.thread.interrupt();
    }
    askToStop.run();
  }

  private Behavior<EntityCommand> onCheckDeadlines(CheckDeadlines check) {
    if (check.due().equals(nextCheck)) {
      nextCheck = null;
    }
    var now = setup.clock().instant();
    waiting.removeIf(pending -> endIfLate(pending, now));
    committingHeld.removeIf(held -> endIfLate(held.pending(), now));
    changedHeld.removeIf(held -> endIfLate(held.pending(), now));
    if (running != null && !running.late && endIfLate(running.pending, now)) {
      running.late = true;
      running.thread.interrupt();
    }
    earliestDeadline().forEach(this::checkDeadlinesAt);
    return next();
  }

  private static boolean endIfLate(Pending pending, Instant now) {
    var late = pending.isLate(now);
    if (late) {
      pending.end(late());
    }
    return late;
  }

  private List<Instant> earliestDeadline() {
    var pendings = new ArrayList<>(waiting);
    committingHeld.forEach(held -> pendings.add(held.pending()));
    changedHeld.forEach(held -> pendings.add(held.pending()));
    if (running != null && !running.late) {
      pendings.add(running.pending);
    }
    return pendings.stream()
        .map(pending -> pending.invocation().deadline())
        .sorted()
        .limit(1)
        .toList();
  }

  /** One timer serves all: in the usual case it fires long after everything was answered. */
  private void checkDeadlinesAt(Instant deadline) {
    if (nextCheck != null && !deadline.isBefore(nextCheck)) {
      return;
    }
    nextCheck = deadline;
    var delay = Duration.between(setup.clock().instant(), deadline);
    getContext()
        .scheduleOnce(
            delay.isNegative() ? Duration.ZERO : delay.plusMillis(1),
            getContext().getSelf(),
            new CheckDeadlines(deadline));
  }

  private Behavior<EntityCommand> onPassivateIfIdle(PassivateIfIdle ask) {
    if (isIdle()) {
      askToStop.run();
    }
    return this;
  }

  private Behavior<EntityCommand> onStop(Stop stop) {
    stopping = true;
    return next();
  }

  private boolean isIdle() {
    return !loading && running == null && !committing && !changed && waiting.isEmpty();
  }

  /** What happens after every message: start what can start, stop when it is time. */
  private Behavior<EntityCommand> next() {
    if (changed && !committing) {
      commit();
    }
    while (running == null && !loading && !waiting.isEmpty()) {
      runFirst();
    }
    return stopping && isIdle() ? Behaviors.stopped() : this;
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

  private interface Ending<T> {
    EntityCommand of(@Nullable T value, @Nullable Throwable failure);
  }

  private <T> void whenEnded(CompletionStage<T> stage, Ending<T> ending) {
    getContext().pipeToSelf(stage, ending::of);
  }
}
