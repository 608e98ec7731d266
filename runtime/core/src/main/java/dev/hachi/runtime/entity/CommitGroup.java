package dev.hachi.runtime.entity;

import dev.hachi.runtime.Outcome;
import dev.hachi.runtime.store.EntityRecord.Send;
import java.util.ArrayList;
import java.util.List;

/** What may leave once one commit is stored. Confined to its entity. */
final class CommitGroup {
  private record Held(Pending pending, Outcome outcome) {}

  private final List<Held> held = new ArrayList<>(1);
  private final List<Send> settled = new ArrayList<>(0);
  private boolean due;

  /** Whether there is something to store. */
  boolean isDue() {
    return due;
  }

  void makeDue() {
    due = true;
  }

  void hold(Pending pending, Outcome outcome) {
    held.add(new Held(pending, outcome));
  }

  /** Its receiver may forget that it took {@code send}. */
  void settle(Send send) {
    settled.add(send);
  }

  List<Send> settled() {
    return settled;
  }

  int size() {
    return held.size();
  }

  List<Pending> pendings() {
    return held.stream().map(Held::pending).toList();
  }

  void removeAll(List<Pending> pendings) {
    held.removeIf(one -> pendings.contains(one.pending()));
  }

  void release() {
    held.forEach(one -> one.pending().end(one.outcome()));
    held.clear();
  }

  void fail(Outcome failure) {
    held.forEach(one -> one.pending().end(failure));
    held.clear();
  }
}
