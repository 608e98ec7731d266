package dev.hachi.runtime.entity;

import dev.hachi.runtime.Address;
import dev.hachi.runtime.FailureCode;
import dev.hachi.runtime.Limits;
import dev.hachi.runtime.Outcome;
import dev.hachi.runtime.Telemetry;
import dev.hachi.runtime.function.FunctionDefinition;
import dev.hachi.runtime.store.EntityStore;
import java.time.Clock;

/** What all entities of a function share. */
public record EntitySetup(
    FunctionDefinition function,
    EntityStore store,
    Limits limits,
    Clock clock,
    Telemetry telemetry) {
  Outcome overloaded(Address address) {
    return new Outcome.Failed(
        FailureCode.OVERLOADED,
        "%d invocations already wait for %s; repeat later".formatted(limits.waitingMax(), address));
  }
}
