package dev.hachi.runtime.entity;

import dev.hachi.runtime.Address;
import dev.hachi.runtime.Invocation;
import dev.hachi.runtime.Origin;
import dev.hachi.runtime.store.EntityRecord.Send;
import dev.hachi.runtime.store.EntityRecord.Timer;
import java.time.Instant;

/** The invocations that the runtime makes of stored messages and timers. */
final class RuntimeInvocations {
  private RuntimeInvocations() {}

  static Invocation ofTell(Address sender, Send send, Instant deadline) {
    var origin = new Origin.Tell(sender, send.sequence());
    var receiver = new Address(sender.namespace(), send.function(), send.key());
    return new Invocation(
        RunIds.ofTell(origin), origin, receiver, send.handler(), send.message(), deadline);
  }

  static Invocation ofTimer(Address address, Timer timer, Instant deadline) {
    var origin = new Origin.Timer(timer.name(), timer.dueAt());
    return new Invocation(
        RunIds.ofTimer(address, origin),
        origin,
        address,
        timer.handler(),
        timer.message(),
        deadline);
  }
}
