package dev.hachi.runtime.entity;

import dev.hachi.runtime.Address;
import dev.hachi.runtime.FailureCode;
import dev.hachi.runtime.Origin;
import dev.hachi.runtime.Outcome;
import dev.hachi.runtime.entity.EntityCommand.DeliveryEnded;
import dev.hachi.runtime.store.EntityRecord.Send;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Carries an entity's messages to their receivers, and back how that ended. */
final class Courier {
  private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

  /** What a later attempt changes only if the code changes. */
  private static final Set<String> MISTAKES =
      Set.of(FailureCode.NO_SUCH_HANDLER, FailureCode.NO_SUCH_FUNCTION, FailureCode.BAD_MESSAGE);

  private final ActorContext<EntityCommand> context;
  private final Address sender;
  private final EntitySetup setup;

  /** The newest message that the entity had when it was loaded. */
  private long inherited;

  /** Until then somebody may still be delivering these. */
  private Instant inheritedUntil = Instant.MIN;

  Courier(ActorContext<EntityCommand> context, Address sender, EntitySetup setup) {
    this.context = context;
    this.sender = sender;
    this.setup = setup;
  }

  /**
   * The entity was loaded with messages up to this number. Where it lived before, attempts at them
   * may be on their way until their deadlines.
   */
  void inherit(long sent) {
    inherited = sent;
    inheritedUntil = setup.clock().instant().plus(setup.limits().runMax());
  }

  /** Tries once; a {@link DeliveryEnded} tells the entity how it ended. */
  void deliver(Send send) {
    var deadline = setup.clock().instant().plus(setup.limits().runMax());
    var invocation = RuntimeInvocations.ofTell(sender, send, deadline);
    context.pipeToSelf(
        setup.router().invoke(invocation),
        (outcome, defect) -> new DeliveryEnded(send.sequence(), outcome));
  }

  /**
   * Tells the receiver that it may forget {@code send}; not before the last attempt at it is over,
   * whoever made it, as that one would take effect again.
   */
  void settle(Send send) {
    var wait =
        send.sequence() > inherited
            ? Duration.ZERO
            : Duration.between(setup.clock().instant(), inheritedUntil);
    if (wait.isPositive()) {
      var system = context.getSystem();
      system.scheduler().scheduleOnce(wait, () -> tellSettled(send), system.executionContext());
    } else {
      tellSettled(send);
    }
  }

  private void tellSettled(Send send) {
    setup.router().settle(receiverOf(send), originOf(send));
  }

  /** Logs, once, a message that can only be repeated in vain until somebody does something. */
  void logFirstFailure(Send send, Outcome outcome) {
    if (outcome instanceof Outcome.Failed failed && MISTAKES.contains(failed.code())) {
      try (var _ = MDC.putCloseable("call_id", RunIds.ofTell(originOf(send)))) {
        LOG.warn(
            "{} repeats its message to {} {}: {}, {}",
            sender,
            receiverOf(send),
            send.handler(),
            failed.code(),
            failed.message());
      }
    }
  }

  /** Logs, once, a timer that can only be repeated in vain until somebody does something. */
  void logFirstFailure(Origin.Timer timer, Outcome.Failed failed) {
    if (MISTAKES.contains(failed.code())) {
      LOG.warn(
          "{} repeats its timer {}: {}, {}", sender, timer.name(), failed.code(), failed.message());
    }
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
