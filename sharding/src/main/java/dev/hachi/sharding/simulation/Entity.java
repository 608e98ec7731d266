package dev.hachi.sharding.simulation;

import dev.hachi.sharding.simulation.Invocation.Kind;
import dev.hachi.sharding.simulation.State.Tell;
import dev.hachi.sharding.simulation.State.Timer;
import dev.hachi.sharding.simulation.Work.Invoke;
import dev.hachi.sharding.simulation.Work.Receive;
import dev.hachi.sharding.simulation.Work.Settle;
import dev.hachi.sharding.simulation.Work.Wake;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * One key, as the runtime treats it: what waits while a commit is on its way is committed together,
 * replies and tells leave after the commit, reads after a confirmation.
 */
final class Entity {
  /** After which a tell that was not settled is repeated. */
  static final long REPEAT = 60_000;

  /** How many invocations one commit holds at most. */
  private static final int GROUP = 4;

  /** A read that waits for its confirmation, and for the write whose value it saw. */
  private static final class Reading {
    final long confirmation;
    final Invoke invoke;
    final Version seen;
    final Version before;
    boolean stored;
    boolean confirmed;

    Reading(long confirmation, Invoke invoke, Version seen, Version before, boolean stored) {
      this.confirmation = confirmation;
      this.invoke = invoke;
      this.seen = seen;
      this.before = before;
      this.stored = stored;
    }
  }

  private final World world;
  private final Host host;
  private final ArrayDeque<Work> queue = new ArrayDeque<>();
  private final List<Reading> readings = new ArrayList<>();
  private final State activated;
  private Version head;
  private Version before;
  private List<Runnable> whenStored = List.of();
  private boolean writing;

  Entity(World world, Host host, Version stored) {
    this.world = world;
    this.host = host;
    this.activated = stored.stateOrEmpty();
    this.head = stored;
    this.before = stored;
  }

  String key() {
    return head.key;
  }

  boolean isBusy() {
    return writing || !readings.isEmpty() || !queue.isEmpty();
  }

  void take(Work work) {
    if (queue.isEmpty() && work instanceof Invoke invoke && invoke.invocation().kind == Kind.READ) {
      read(invoke);
      return;
    }
    queue.add(work);
    goOn();
  }

  private void goOn() {
    while (!writing && !queue.isEmpty()) {
      var draft = new Draft(head, world.agenda.now());
      for (var count = 0; count < GROUP && !queue.isEmpty() && !draft.isDeleted(); count++) {
        if (queue.peek() instanceof Invoke invoke && invoke.invocation().kind == Kind.READ) {
          if (draft.isChanged()) {
            break;
          }
          read(invoke);
          queue.poll();
        } else {
          apply(queue.poll(), draft);
        }
      }
      if (draft.isChanged()) {
        commit(draft);
      } else {
        draft.whenStored().forEach(Runnable::run);
      }
    }
  }

  // ---- reads ------------------------------------------------------------------------------------

  private void read(Invoke invoke) {
    var id = host.confirm(this);
    readings.add(new Reading(id, invoke, head, world.history.tip(key()), !writing));
  }

  void confirmed(long id) {
    for (var reading : readings) {
      reading.confirmed |= reading.confirmation == id;
    }
    answerReads();
  }

  private void answerReads() {
    for (var reading : List.copyOf(readings)) {
      if (reading.confirmed && reading.stored) {
        readings.remove(reading);
        world.history.tell(reading.seen, reading.before);
        world.totals.reads++;
        reply(reading.invoke, reading.seen.stateOrEmpty().value());
      }
    }
  }

  // ---- changes ----------------------------------------------------------------------------------

  private void apply(Work work, Draft draft) {
    switch (work) {
      case Invoke invoke -> invoke(invoke, draft);
      case Receive(var tell) -> {
        if (!draft.knows(tell) || !world.practice.knowsId(activated.inbox().contains(tell.id()))) {
          draft.take(tell);
        }
        draft.whenStored(() -> world.clients.settle(host.node, tell));
      }
      case Settle(var tell) -> draft.settle(tell);
      case Wake wake -> {
        draft.fireDue();
        draft.whenStored(this::sendTells);
      }
    }
  }

  private void invoke(Invoke invoke, Draft draft) {
    var invocation = invoke.invocation();
    var known = draft.outcome(invocation.id);
    var stored = State.outcome(activated.outcomes(), invocation.id) != null;
    if (known != null && world.practice.knowsId(stored)) {
      draft.whenStored(() -> reply(invoke, known));
      return;
    }
    if (world.agenda.now() > invocation.deadline) {
      return;
    }
    var outcome = outcome(invocation, draft);
    draft.effect(invocation.id);
    if (invocation.isLasting()) {
      draft.remember(invocation.id, outcome, invocation.deadline + Clients.SLACK);
    }
    if (!world.practice.repliesWhenStored()) {
      reply(invoke, outcome);
    }
    draft.whenStored(() -> reply(invoke, outcome));
  }

  private long outcome(Invocation invocation, Draft draft) {
    return switch (invocation.kind) {
      case ADD -> draft.add(1);
      case DELETE -> {
        draft.delete();
        yield 0;
      }
      case TRANSFER -> {
        var id = world.history.nextId();
        draft.tell(new Tell(id, invocation.key, invocation.to, invocation.amount));
        yield draft.add(-invocation.amount);
      }
      case REMIND -> {
        var at = world.agenda.now() + invocation.amount;
        draft.remind(new Timer(world.history.nextId(), at));
        yield draft.add(0);
      }
      case READ -> throw new IllegalStateException("a read changes nothing");
    };
  }

  private void commit(Draft draft) {
    before = world.history.tip(key());
    head = world.history.draft(head, draft.state(), draft.effects());
    if (world.trace != null) {
      world.trace.add(host.node, "writes " + head);
    }
    whenStored = draft.whenStored();
    writing = true;
    if (!world.practice.tellsWhenStored()) {
      sendTells();
    }
    host.write(this, head);
  }

  void written() {
    writing = false;
    world.history.tell(head, before);
    if (world.trace != null) {
      world.trace.add(host.node, "has stored " + head);
    }
    world.totals.acknowledged++;
    if (head.state == null) {
      world.totals.deleted++;
    }
    var now = whenStored;
    whenStored = List.of();
    now.forEach(Runnable::run);
    sendTells();
    readings.forEach(reading -> reading.stored = true);
    answerReads();
    goOn();
    if (!isBusy() && world.chance.of(0.05)) {
      host.letGo(key());
    }
  }

  // ---- what leaves ------------------------------------------------------------------------------

  private void reply(Invoke invoke, long outcome) {
    world.clients.reply(host.node, invoke.router(), invoke.invocation(), outcome);
  }

  private void sendTells() {
    var state = head.stateOrEmpty();
    state.outbox().forEach(tell -> world.clients.tell(host.node, tell));
    host.wakeAt(key(), state.wakeAt(world.agenda.now()));
  }
}
