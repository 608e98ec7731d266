package dev.hachi.runtime.entity;

import dev.hachi.runtime.Invocation;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The invocations that wait for their turn, in order of arrival. Confined to its entity. */
final class Waiting {
  private final int max;
  private final Deque<Pending> pendings = new ArrayDeque<>(2);

  Waiting(int max) {
    this.max = max;
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
  }

  boolean startsWithTimer() {
    return !pendings.isEmpty() && pendings.getFirst().isTimer();
  }

  void add(Pending pending) {
    pendings.addLast(pending);
  }

  Pending removeFirst() {
    return pendings.removeFirst();
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
    pendings.removeAll(gone);
  }

  void clear() {
    pendings.clear();
  }
}
