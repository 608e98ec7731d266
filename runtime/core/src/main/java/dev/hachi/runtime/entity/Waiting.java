package dev.hachi.runtime.entity;

import dev.hachi.runtime.Invocation;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The invocations that wait for their turn, in order of arrival. Confined to its entity, but for
 * the count, which all entities of a replica share.
 */
final class Waiting {
  private final int max;
  private final LongAdder count;
  private final Deque<Pending> pendings = new ArrayDeque<>(2);

  Waiting(int max, LongAdder count) {
    this.max = max;
    this.count = count;
  }

  boolean isEmpty() {
    return pendings.isEmpty();
  }

  /** Whether no more may wait, beside {@code others} that wait elsewhere. */
  boolean isFull(int others) {
    return pendings.size() + others >= max;
  }

  /** Those that were removed last come first again, in the same order. */
  void putBack(List<Pending> removed) {
    removed.reversed().forEach(pendings::addFirst);
    count.add(removed.size());
  }

  boolean startsWithTimer() {
    return !pendings.isEmpty() && pendings.getFirst().isTimer();
  }

  void add(Pending pending) {
    pendings.addLast(pending);
    count.increment();
  }

  Pending removeFirst() {
    var first = pendings.removeFirst();
    count.decrement();
    return first;
  }

  @Nullable Pending find(Invocation invocation) {
    for (var pending : pendings) {
      if (pending.isSameAs(invocation)) {
        return pending;
      }
    }
    return null;
  }

  Collection<Pending> all() {
    return Collections.unmodifiableCollection(pendings);
  }

  void removeAll(Collection<Pending> gone) {
    var before = pendings.size();
    pendings.removeAll(gone);
    count.add(pendings.size() - before);
  }

  void clear() {
    count.add(-pendings.size());
    pendings.clear();
  }
}
