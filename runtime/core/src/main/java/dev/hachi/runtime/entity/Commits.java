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
 *
 * <p>Where a store must confirm that its writer was not replaced, an outcome without a change is
 * held back as well, until a confirmation, or a commit, that started after the outcome was
 * determined. Confirmations are shared as commits are. Confined to its entity.
 */
final class Commits {
  /**
   * @param after what must be stored as well, when a confirmation is all that it waits for
   */
  private record Held(Pending pending, Outcome outcome, @Nullable Group after) {}

  private static final class Group {
    final List<Held> held = new ArrayList<>(1);
    final List<Send> settled = new ArrayList<>(0);
    long startedAt;
  }

  private final boolean confirming;
  private Group open = new Group();
  private boolean due;

  /** Null when no commit is on its way. */
  private @Nullable Group onItsWay;

  /** What the next confirmation will confirm. */
  private List<Held> unconfirmed = new ArrayList<>(0);

  /** Null when no confirmation is on its way. */
  private @Nullable List<Held> beingConfirmed;

  /**
   * @param confirming whether the store must confirm what is answered without a commit
   */
  Commits(boolean confirming) {
    this.confirming = confirming;
  }

  /** Whether there is something to store and nothing on its way. */
  boolean mayStart() {
    return due && onItsWay == null;
  }

  boolean isIdle() {
    return !due && onItsWay == null && unconfirmed.isEmpty() && !isConfirming();
  }

  /** Whether somebody waits for the confirmation on its way. */
  private boolean isConfirming() {
    return beingConfirmed != null && !beingConfirmed.isEmpty();
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
    open.held.add(new Held(pending, outcome, null));
  }

  /** Answers as soon as it is sure that the state the outcome stems from is the newest stored. */
  void answer(Pending pending, Outcome outcome) {
    if (due) {
      open.held.add(new Held(pending, outcome, null));
    } else if (confirming) {
      unconfirmed.add(new Held(pending, outcome, onItsWay));
    } else if (onItsWay != null) {
      onItsWay.held.add(new Held(pending, outcome, null));
    } else {
      pending.end(outcome);
    }
  }

  /** What is open now is on its way; it confirms what is not confirmed yet. */
  void start() {
    onItsWay = open;
    onItsWay.startedAt = System.nanoTime();
    open = new Group();
    due = false;
    if (!unconfirmed.isEmpty()) {
      onItsWay.held.addAll(unconfirmed);
      unconfirmed.clear();
    }
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

  /** Whether there is something to confirm and no confirmation on its way. */
  boolean mayConfirm() {
    return !unconfirmed.isEmpty() && beingConfirmed == null;
  }

  /** A confirmation is on its way. */
  void startConfirming() {
    beingConfirmed = unconfirmed;
    unconfirmed = new ArrayList<>(1);
  }

  /** It came: answers all that waited for it, but for what is not stored yet. */
  void confirmed() {
    var confirmed = beingConfirmed == null ? List.<Held>of() : beingConfirmed;
    beingConfirmed = null;
    for (var one : confirmed) {
      if (one.after() != null && one.after() == onItsWay) {
        onItsWay.held.add(one);
      } else {
        one.pending().end(one.outcome());
      }
    }
  }

  /** Nothing will be stored or confirmed any more. */
  void fail(Outcome failure) {
    pendings().forEach(pending -> pending.end(failure));
    onItsWay = null;
    open = new Group();
    due = false;
    unconfirmed.clear();
    beingConfirmed = null;
  }

  /** All that wait for a commit or a confirmation. */
  List<Pending> pendings() {
    return everyHeld().stream().flatMap(List::stream).map(Held::pending).toList();
  }

  void removeAll(Collection<Pending> pendings) {
    everyHeld().forEach(held -> held.removeIf(one -> pendings.contains(one.pending())));
  }

  private List<List<Held>> everyHeld() {
    var all = new ArrayList<List<Held>>(4);
    all.add(open.held);
    all.add(unconfirmed);
    if (onItsWay != null) {
      all.add(onItsWay.held);
    }
    if (beingConfirmed != null) {
      all.add(beingConfirmed);
    }
    return all;
  }
}
