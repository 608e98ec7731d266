package dev.hachi.runtime.entity;

import dev.hachi.runtime.Outcome;
import dev.hachi.runtime.Telemetry;
import dev.hachi.runtime.store.EntityRecord.Send;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The group commit of one entity: at most one commit is on its way, and everything that changes
 * meanwhile shares the next. What may stem from a change is held back until that change is stored.
 * Confined to its entity.
 */
final class Commits {
  private record Held(Pending pending, Outcome outcome) {}

  private static final class Group {
    final List<Held> held = new ArrayList<>(1);
    final List<Send> settled = new ArrayList<>(0);
    long startedAt;
  }

  private Group open = new Group();
  private boolean due;

  /** Null when no commit is on its way. */
  private @Nullable Group onItsWay;

  /** Whether there is something to store and nothing on its way. */
  boolean mayStart() {
    return due && onItsWay == null;
  }

  boolean isIdle() {
    return !due && onItsWay == null;
  }

  /** There is something to store. */
  void makeDue() {
    due = true;
  }

  /** Once the next commit is stored, the receiver may forget that it took {@code send}. */
  void settle(Send send) {
    makeDue();
    open.settled.add(send);
  }

  /** Answers once the change just made is stored. */
  void answerChange(Pending pending, Outcome outcome) {
    makeDue();
    open.held.add(new Held(pending, outcome));
  }

  /** Answers at once, or together with the last change that the outcome may stem from. */
  void answer(Pending pending, Outcome outcome) {
    if (due) {
      open.held.add(new Held(pending, outcome));
    } else if (onItsWay != null) {
      onItsWay.held.add(new Held(pending, outcome));
    } else {
      pending.end(outcome);
    }
  }

  /** What is open now is on its way. */
  void start() {
    onItsWay = open;
    onItsWay.startedAt = System.nanoTime();
    open = new Group();
    due = false;
  }

  /**
   * What is on its way is stored: answers all that waited for it.
   *
   * @return the messages that their receivers may forget
   */
  List<Send> stored(Telemetry telemetry, String function) {
    var group = onItsWay;
    onItsWay = null;
    if (group == null) {
      return List.of();
    }
    telemetry.committed(function, group.held.size(), System.nanoTime() - group.startedAt);
    group.held.forEach(one -> one.pending().end(one.outcome()));
    return group.settled;
  }

  /** Nothing will be stored any more. */
  void fail(Outcome failure) {
    pendings().forEach(pending -> pending.end(failure));
    onItsWay = null;
    open = new Group();
    due = false;
  }

  /** All that wait for a commit. */
  List<Pending> pendings() {
    var all = new ArrayList<Pending>();
    open.held.forEach(one -> all.add(one.pending()));
    if (onItsWay != null) {
      onItsWay.held.forEach(one -> all.add(one.pending()));
    }
    return all;
  }

  void removeAll(Collection<Pending> pendings) {
    open.held.removeIf(one -> pendings.contains(one.pending()));
    if (onItsWay != null) {
      onItsWay.held.removeIf(one -> pendings.contains(one.pending()));
    }
  }
}
