package dev.hachi.runtime.entity;

import dev.hachi.function.AskFailedException;
import dev.hachi.function.Call;
import dev.hachi.function.Caller;
import dev.hachi.function.Context;
import dev.hachi.function.Reply;
import dev.hachi.function.Request;
import dev.hachi.runtime.Address;
import dev.hachi.runtime.FailureCode;
import dev.hachi.runtime.Invocation;
import dev.hachi.runtime.Origin;
import dev.hachi.runtime.Outcome;
import dev.hachi.runtime.function.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** What one run of a handler may know and ask. Confined to the run's thread. */
final class RunContext implements Context {
  private static final int CHAIN_MAX = 32;

  private final EntitySetup setup;
  private final Invocation invocation;
  private int asked;

  RunContext(EntitySetup setup, Invocation invocation) {
    this.setup = setup;
    this.invocation = invocation;
  }

  @Override
  public String key() {
    return invocation.address().key();
  }

  @Override
  public String invocationId() {
    return invocation.id();
  }

  @Override
  public Instant deadline() {
    return invocation.deadline();
  }

  @Override
  public Clock clock() {
    return setup.clock();
  }

  @Override
  public Optional<Caller> caller() {
    return switch (invocation.origin()) {
      case Origin.Outside outside -> Optional.empty();
      case Origin.Ask ask -> Optional.of(callerAt(ask.waiting().getLast()));
      case Origin.Tell tell -> Optional.of(callerAt(tell.sender()));
      case Origin.Timer timer -> Optional.of(callerAt(invocation.address()));
    };
  }

  private static Caller callerAt(Address address) {
    return new Caller(address.function(), address.key());
  }

  @Override
  @SuppressWarnings({"unchecked", "NullAway"}) // the call says what type its reply is
  public <R extends @Nullable Object> R ask(Call<R> call) {
    return (R) Json.value(call.reply(), replyTo(nested(call)));
  }

  private Invocation nested(Call<?> call) {
    var self = invocation.address();
    var target = new Address(self.namespace(), setup.deployedName(call.function()), call.key());
    var waiting = new ArrayList<>(waitingForThis());
    waiting.add(self);
    checkChain(waiting, target);
    asked++;
    return new Invocation(
        RunIds.ofAsk(invocation, asked),
        new Origin.Ask(waiting, invocation.lasting()),
        target,
        call.handler(),
        messageOf(call),
        invocation.deadline());
  }

  private List<Address> waitingForThis() {
    return invocation.origin() instanceof Origin.Ask(var waiting, var lasting)
        ? waiting
        : List.of();
  }

  private static void checkChain(List<Address> waiting, Address target) {
    if (waiting.contains(target)) {
      throw new AskFailedException(
          FailureCode.CALL_LOOP,
          target + " cannot be asked: it waits for this very call; tell it instead");
    }
    if (waiting.size() >= CHAIN_MAX) {
      throw new AskFailedException(
          FailureCode.CALL_LOOP,
          target + " cannot be asked: " + CHAIN_MAX + " calls wait for each other already");
    }
  }

  private static Request messageOf(Call<?> call) {
    try {
      return Json.request(call.message());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Reply replyTo(Invocation nested) {
    return switch (outcomeOf(nested)) {
      case Outcome.Replied(var reply) -> reply;
      case Outcome.Failed(var code, var message) -> throw new AskFailedException(code, message);
    };
  }

  private Outcome outcomeOf(Invocation nested) {
    try {
      return setup.router().invoke(nested).toCompletableFuture().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome.Failed(
          FailureCode.DEADLINE, "the deadline passed while " + nested.address() + " was asked");
    } catch (ExecutionException e) {
      throw new IllegalStateException("the router broke its contract", e);
    }
  }
}
