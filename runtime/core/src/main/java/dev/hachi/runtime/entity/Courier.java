package dev.hachi.runtime.entity;

import dev.hachi.runtime.Address;
import dev.hachi.runtime.Origin;
import dev.hachi.runtime.Outcome;
import dev.hachi.runtime.entity.EntityCommand.DeliveryEnded;
import dev.hachi.runtime.store.EntityRecord.Send;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Carries an entity's messages to their receivers, and back how that ended. */
final class Courier {
  private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

  private final ActorContext<EntityCommand> context;
  private final Address sender;
  private final EntitySetup setup;

  Courier(ActorContext<EntityCommand> context, Address sender, EntitySetup setup) {
    this.context = context;
    this.sender = sender;
    this.setup = setup;
  }

  /** Tries once; a {@link DeliveryEnded} tells the entity how it ended. */
  void deliver(Send send) {
    var deadline = setup.clock().instant().plus(setup.limits().runMax());
    var invocation = RuntimeInvocations.ofTell(sender, send, deadline);
    context.pipeToSelf(
        setup.router().invoke(invocation),
        (outcome, defect) -> new DeliveryEnded(send.sequence(), outcome));
  }

  /** Tells the receiver that it may forget {@code send}. */
  void settle(Send send) {
    setup.router().settle(receiverOf(send), originOf(send));
  }

  /** Logs a message that will never arrive. */
  void logDropped(Send send, Outcome outcome) {
    if (outcome instanceof Outcome.Failed(var code, var why)) {
      try (var _ = MDC.putCloseable("call_id", RunIds.ofTell(originOf(send)))) {
        LOG.error(
            "{} drops its message to {} {}: {}, {}",
            sender,
            receiverOf(send),
            send.handler(),
            code,
            why);
      }
    }
  }

  /** Logs a timer that will never fire. */
  void logDropped(Origin.Timer timer, Outcome.Failed failed) {
    try (var _ = MDC.putCloseable("call_id", RunIds.ofTimer(sender, timer))) {
      LOG.error(
          "{} drops its timer {}: {}, {}", sender, timer.name(), failed.code(), failed.message());
    }
  }

  private Address receiverOf(Send send) {
    return new Address(sender.namespace(), send.function(), send.key());
  }

  private Origin.Tell originOf(Send send) {
    return new Origin.Tell(sender, send.sequence());
  }
}
