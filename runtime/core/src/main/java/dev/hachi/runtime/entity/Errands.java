package dev.hachi.runtime.entity;

import dev.hachi.runtime.Address;
import dev.hachi.runtime.Origin;
import dev.hachi.runtime.Outcome;
import dev.hachi.runtime.entity.EntityCommand.DeliveryEnded;
import dev.hachi.runtime.store.EntityRecord;
import java.time.Instant;

/**
 * What an entity does without being asked: it sends what it told others, and fires its timers.
 * Confined to its entity.
 */
final class Errands {
  private final Address address;
  private final EntitySetup setup;
  private final Waiting waiting;
  private final Commits commits;
  private final Alarm alarm;
  private final Courier courier;

  Errands(
      Address address,
      EntitySetup setup,
      Waiting waiting,
      Commits commits,
      Alarm alarm,
      Courier courier) {
    this.address = address;
    this.setup = setup;
    this.waiting = waiting;
    this.commits = commits;
    this.alarm = alarm;
    this.courier = courier;
  }

  /** Lets the handlers of timers due at {@code now} wait for their turn, as all invocations do. */
  void fireTimers(Draft draft, Instant now) {
    for (var timer : draft.timers().fire(now)) {
      setup.telemetry().timerFired(address.function());
      var origin = new Origin.Timer(timer.name(), timer.dueAt());
      var invocation =
          RuntimeInvocations.ofTimer(address, timer, now.plus(setup.limits().runMax()));
      waiting.add(new Pending(invocation, outcome -> onTimerEnded(draft, origin, outcome)));
      alarm.at(invocation.deadline());
    }
  }

  private void onTimerEnded(Draft draft, Origin.Timer origin, Outcome outcome) {
    if (!(outcome instanceof Outcome.Failed failed)) {
      return; // its handler replied, and what was committed is without the timer
    }
    if (draft.timers().failed(origin, failed.code(), setup.clock().instant())) {
      courier.logDropped(origin, failed);
      commits.makeDue();
    } else if (draft.timers().failures(origin) == 1) {
      courier.logFirstFailure(origin, failed);
    }
  }

  /** Sends what is due at {@code now} and stored, and rings when there will be more to do. */
  void send(Draft draft, Instant now) {
    draft.outbox().leave(now).forEach(courier::deliver);
    var wakeAt = draft.wakeAt(now);
    if (wakeAt != EntityRecord.NEVER) {
      alarm.at(Instant.ofEpochMilli(wakeAt));
    }
  }

  void onDeliveryEnded(Draft draft, DeliveryEnded ended) {
    var send = draft.outbox().find(ended.sequence());
    var ending = draft.outbox().ended(ended.sequence(), ended.outcome(), setup.clock().instant());
    if (send == null) {
      return;
    }
    var telemetry = setup.telemetry();
    switch (ending) {
      case REPEATED -> {
        telemetry.messageRepeated(address.function());
        if (draft.outbox().failures(ended.sequence()) == 1) {
          courier.logFirstFailure(send, ended.outcome());
        }
      }
      case ACKNOWLEDGED -> {
        telemetry.messageAcknowledged(address.function());
        commits.settle(send);
      }
      case DROPPED -> {
        telemetry.messageDropped(address.function());
        courier.logDropped(send, ended.outcome());
        commits.settle(send);
      }
    }
  }
}
