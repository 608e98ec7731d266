package dev.hachi.runtime.entity;

import dev.hachi.runtime.Invocation;
import dev.hachi.runtime.Outcome;
import dev.hachi.runtime.entity.EntityCommand.HandlerEnded;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The invocations of one entity that wait for their turn, and those whose turn it is. Confined to
 * its entity.
 */
final class Turns {
  private final EntitySetup setup;
  private final Waiting waiting;
  private final Consumer<HandlerEnded> toSelf;
  private @Nullable Running running;

  Turns(EntitySetup setup, Waiting waiting, Consumer<HandlerEnded> toSelf) {
    this.setup = setup;
    this.waiting = waiting;
    this.toSelf = toSelf;
  }

  boolean isFull() {
    return waiting.isFull(running == null ? 0 : running.waiting());
  }

  void add(Pending pending) {
    waiting.add(pending);
  }

  boolean areRunning() {
    return running != null;
  }

  boolean areOver() {
    return running == null && waiting.isEmpty();
  }

  /** The one that {@code invocation} repeats, null when there is none. */
  @Nullable Pending find(Invocation invocation) {
    var found = running == null ? null : running.find(invocation);
    return found == null ? waiting.find(invocation) : found;
  }

  /** Whether the next ones may start. */
  boolean mayStart() {
    return running == null && !waiting.isEmpty();
  }

  /**
   * Starts those that may share a thread; a timer runs alone, as it may be cancelled until then.
   */
  void start(Draft from, long revision, Commits commits) {
    var together = new ArrayList<Pending>(1);
    while (!waiting.isEmpty() && together.size() < Running.TOGETHER_MAX) {
      if (waiting.startsWithTimer() && !together.isEmpty()) {
        break;
      }
      var pending = waiting.removeFirst();
      var known = from.recall(pending.invocation()); // it may have come while this was loading
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
      running = Running.start(together, setup, Running.Work.of(from, revision), toSelf);
    }
  }

  /** The one whose handler ended; null when its callers were answered, or when it runs again. */
  @Nullable Pending finish() {
    return running == null ? null : running.finish();
  }

  void ended(HandlerEnded ended) {
    if (ended.last()) {
      running = null;
    }
  }

  /** Handlers may have run already on a state that was refused; what they made of it is dropped. */
  void runAgainWhatFollows() {
    if (running != null) {
      waiting.putBack(running.abandon());
    }
  }

  /** All whose callers still wait for an outcome. */
  List<Pending> pendings() {
    var all = new ArrayList<>(waiting.all());
    if (running != null) {
      all.addAll(running.pendings());
    }
    return all;
  }

  /** These end without a result of theirs. */
  void cancel(Collection<Pending> late) {
    waiting.removeAll(late);
    if (running != null) {
      running.cancel(late);
    }
  }

  /** Nobody waits here any more: the entity is gone. */
  void forget() {
    waiting.clear();
  }

  /** All end like this, and no result counts any more. */
  void fail(Outcome failure) {
    waiting.all().forEach(pending -> pending.end(failure));
    waiting.clear();
    if (running != null) {
      running.abandon().forEach(pending -> pending.end(failure));
    }
  }
}
