package dev.hachi.sharding.simulation;

import dev.hachi.sharding.simulation.State.Outcome;
import dev.hachi.sharding.simulation.State.Tell;
import dev.hachi.sharding.simulation.State.Timer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What several invocations make of a state, to be committed as one. */
final class Draft {
  private final long now;
  private final List<Long> effects = new ArrayList<>();
  private final List<Runnable> whenStored = new ArrayList<>();
  private long value;
  private final List<Outcome> outcomes;
  private final List<Tell> outbox;
  private final List<Long> inbox;
  private final List<Timer> timers;
  private boolean changed;
  private boolean exists;

  Draft(Version base, long now) {
    this.now = now;
    this.exists = base.state != null;
    var state = base.stateOrEmpty();
    this.value = state.value();
    this.outcomes = new ArrayList<>(state.outcomes());
    this.outbox = new ArrayList<>(state.outbox());
    this.inbox = new ArrayList<>(state.inbox());
    this.timers = new ArrayList<>(state.timers());
  }

  /** The first outcome of {@code id}; null when it is not known. */
  @Nullable Long outcome(long id) {
    return State.outcome(outcomes, id);
  }

  long add(long amount) {
    changed = true;
    exists = true;
    value += amount;
    return value;
  }

  void delete() {
    changed |= exists;
    exists = false;
  }

  void tell(Tell tell) {
    outbox.add(tell);
  }

  void remind(Timer timer) {
    timers.add(timer);
  }

  /** An invocation takes effect. */
  void effect(long id) {
    effects.add(id);
  }

  void remember(long id, long outcome, long until) {
    outcomes.removeIf(one -> one.until() < now);
    outcomes.add(new Outcome(id, outcome, until));
  }

  /** Whether {@code tell} was taken already. */
  boolean knows(Tell tell) {
    return inbox.contains(tell.id());
  }

  void take(Tell tell) {
    add(tell.amount());
    inbox.add(tell.id());
    effects.add(tell.id());
  }

  void settle(long tell) {
    changed |= outbox.removeIf(one -> one.id() == tell);
  }

  void fireDue() {
    for (var timer : List.copyOf(timers)) {
      if (timer.at() <= now) {
        timers.remove(timer);
        effects.add(timer.id());
        changed = true;
      }
    }
  }

  void whenStored(Runnable what) {
    whenStored.add(what);
  }

  List<Runnable> whenStored() {
    return whenStored;
  }

  boolean isChanged() {
    return changed;
  }

  boolean isDeleted() {
    return changed && !exists;
  }

  List<Long> effects() {
    return effects;
  }

  @Nullable State state() {
    return exists ? new State(value, outcomes, outbox, inbox, timers) : null;
  }
}
