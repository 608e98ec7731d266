package dev.hachi.runtime.entity;

import dev.hachi.function.Bytes;
import dev.hachi.runtime.FailureCode;
import dev.hachi.runtime.Invocation;
import dev.hachi.runtime.Outcome;
import dev.hachi.runtime.entity.EntityCommand.HandlerEnded;
import dev.hachi.runtime.entity.HandlerRun.Change;
import dev.hachi.runtime.entity.HandlerRun.NextState;
import dev.hachi.runtime.entity.HandlerRun.Result;
import dev.hachi.runtime.entity.HandlerRun.Unchanged;
import dev.hachi.runtime.entity.HandlerRun.Unusable;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The invocations whose handlers run now: one after the other on one virtual thread, each on the
 * state that the one before it left. So a key with many callers does not pay for a thread, and a
 * way to it and back, for each of them; every result is still told as soon as it is there.
 *
 * <p>Confined to its entity, but for what the thread does.
 */
final class Running {
  /** How many may share a thread: enough that its cost does not count. */
  static final int TOGETHER_MAX = 64;

  private static final Logger LOG = LoggerFactory.getLogger(Running.class);

  private static final Result TOO_LATE =
      new Unchanged(null, new Outcome.Failed(FailureCode.DEADLINE, "interrupted at the deadline"));

  private static final Result FAILED =
      new Unchanged(
          null,
          new Outcome.Failed(
              FailureCode.HANDLER_FAILED, "the handler failed and cannot even say how"));

  /** One invocation and its handler's run; the lock guards what both sides see. */
  private static final class Run {
    final Pending pending;
    final HandlerRun handler;
    boolean cancelled;

    Run(Pending pending, EntitySetup setup, long revision) {
      this.pending = pending;
      this.handler = new HandlerRun(setup, pending.invocation(), revision);
    }
  }

  private final Object lock = new Object();
  private final Deque<Run> unfinished = new ArrayDeque<>(1);
  private final Thread thread;
  private @Nullable Run current;
  private boolean abandoned;

  private Running(List<Pending> pendings, EntitySetup setup, Work work, Consumer<HandlerEnded> to) {
    pendings.forEach(pending -> unfinished.add(new Run(pending, setup, work.revision())));
    var runs = List.copyOf(unfinished);
    this.thread = Thread.ofVirtual().unstarted(() -> work(runs, work, to));
  }

  /**
   * What handlers run on.
   *
   * @param live the decoded state, null when it is not in memory
   * @param version the version of {@code stored}
   * @param stored what {@code live} is to be decoded from, if anything
   * @param revision how many commits there were when the first of them started
   */
  record Work(@Nullable Object live, int version, @Nullable Bytes stored, long revision) {
    static Work of(Draft draft, long revision) {
      return new Work(draft.live(), draft.stateVersion(), draft.stored(), revision);
    }

    Work after(Result result) {
      return switch (result) {
        case Change(NextState.Same(var state), var reply, var sends, var timers) -> with(state);
        case Change(NextState.New(var state, var bytes), var reply, var sends, var timers) ->
            with(state);
        case Change(NextState.None none, var reply, var sends, var timers) ->
            new Work(null, version, null, revision);
        case Unchanged(var state, var outcome) -> state == null ? this : with(state);
        case Unusable unusable -> this;
      };
    }

    private Work with(Object state) {
      return new Work(state, version, stored, revision);
    }
  }

  /** Starts the handlers of {@code pendings}; author code may block. */
  static Running start(
      List<Pending> pendings, EntitySetup setup, Work work, Consumer<HandlerEnded> to) {
    var running = new Running(pendings, setup, work, to);
    running.thread.start();
    return running;
  }

  private void work(List<Run> runs, Work first, Consumer<HandlerEnded> to) {
    var work = first;
    for (var run : runs) {
      var startedAt = System.nanoTime();
      var result = begin(run) ? ended(run, resultOf(run, work)) : TOO_LATE;
      work = work.after(result);
      var last = run == runs.getLast() || isAbandoned();
      to.accept(new HandlerEnded(result, System.nanoTime() - startedAt, last));
      if (last) {
        return;
      }
    }
  }

  /** Whatever happens there is a result, or the key would be blocked for ever. */
  private static Result resultOf(Run run, Work work) {
    try {
      return run.handler.of(work.live, work.version, work.stored);
    } catch (Throwable e) { // not even its message can be trusted
      LOG.error("{} failed with {}", run.pending.invocation().address(), e.getClass().getName());
      return FAILED;
    }
  }

  private boolean begin(Run run) {
    synchronized (lock) {
      current = abandoned ? null : run;
      return !abandoned && !run.cancelled;
    }
  }

  /** What a handler made of an interrupt is dropped: its callers were answered. */
  private Result ended(Run run, Result result) {
    synchronized (lock) {
      current = null;
      var _ = Thread.interrupted();
      return run.cancelled ? TOO_LATE : result;
    }
  }

  private boolean isAbandoned() {
    synchronized (lock) {
      return abandoned;
    }
  }

  /** The invocation whose result came; null when it does not count any more. */
  @Nullable Pending finish() {
    var run = unfinished.pollFirst();
    return run == null ? null : run.pending;
  }

  /**
   * Interrupts the current handler and ends the thread; no result counts any more.
   *
   * @return those that were not cancelled
   */
  List<Pending> abandon() {
    var left = pendings();
    synchronized (lock) {
      abandoned = true;
      if (current != null) {
        current.cancelled = true;
        thread.interrupt();
      }
    }
    unfinished.clear();
    return left;
  }

  /** How many of them wait for the first. */
  int waiting() {
    return Math.max(0, unfinished.size() - 1);
  }

  /** All whose results have not come, but for those that were cancelled. */
  List<Pending> pendings() {
    return unfinished.stream().filter(run -> !run.cancelled).map(run -> run.pending).toList();
  }

  /** The pending invocation that {@code invocation} repeats, null when there is none. */
  @Nullable Pending find(Invocation invocation) {
    for (var run : unfinished) {
      if (!run.cancelled && run.pending.isSameAs(invocation)) {
        return run.pending;
      }
    }
    return null;
  }

  /** Interrupts those of {@code late} whose handlers run; the others will not begin. */
  void cancel(Collection<Pending> late) {
    synchronized (lock) {
      for (var run : unfinished) {
        if (late.contains(run.pending) && !run.cancelled) {
          run.cancelled = true;
          if (run == current) {
            thread.interrupt();
          }
        }
      }
    }
  }
}
