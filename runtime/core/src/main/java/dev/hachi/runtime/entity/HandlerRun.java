package dev.hachi.runtime.entity;

import dev.hachi.function.AskFailedException;
import dev.hachi.function.Bytes;
import dev.hachi.function.Effect;
import dev.hachi.function.Reply;
import dev.hachi.runtime.FailureCode;
import dev.hachi.runtime.FunctionCode;
import dev.hachi.runtime.Invocation;
import dev.hachi.runtime.InvocationFailedException;
import dev.hachi.runtime.Outcome;
import dev.hachi.runtime.function.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * One run of author code: decode, handle, encode. It runs on a virtual thread and touches nothing
 * of the entity, so that a slow or broken handler costs its own key only.
 */
final class HandlerRun {
  /** What a run asks of the entity. */
  sealed interface Result {}

  /** To be committed. */
  record Change(NextState next, Reply reply, List<Outgoing> sends, List<TimerChange> timers)
      implements Result {}

  /**
   * Nothing changes.
   *
   * @param state what the run decoded, null when it did not come that far
   */
  record Unchanged(@Nullable Object state, Outcome outcome) implements Result {}

  /** The stored state cannot be used by this code: the entity cannot go on. */
  record Unusable(String why) implements Result {}

  /** What the state becomes. */
  sealed interface NextState {
    record Same(Object state) implements NextState {}

    record New(Object state, Bytes encoded) implements NextState {}

    record None() implements NextState {}
  }

  private static final Logger LOG = LoggerFactory.getLogger(HandlerRun.class);

  private final EntitySetup setup;
  private final Invocation invocation;
  private final long revision;
  private @Nullable Throwable thrown;

  HandlerRun(EntitySetup setup, Invocation invocation, long revision) {
    this.setup = setup;
    this.invocation = invocation;
    this.revision = revision;
  }

  /** What author code threw, null when it did not. */
  @Nullable Throwable thrown() {
    return thrown;
  }

  /**
   * @param live the decoded state, null when it is not in memory
   * @param version the version of {@code stored}
   * @param stored what {@code live} is to be decoded from, if anything
   */
  Result of(@Nullable Object live, int version, @Nullable Bytes stored) {
    Object state;
    try {
      state = live != null ? live : decode(version, stored);
    } catch (Throwable e) {
      thrown = e;
      try (var _ = MDC.putCloseable("call_id", invocation.id())) {
        LOG.error("{} has a state that cannot be read", invocation.address(), e);
      }
      return new Unusable("the stored state cannot be read: " + e.getMessage());
    }
    return run(state);
  }

  private Object decode(int version, @Nullable Bytes stored) throws Exception {
    return setup.function().decode(invocation.address().key(), version, stored);
  }

  private Result run(Object state) {
    var context = new RunContext(setup, invocation);
    try {
      return resultOf(
          state, setup.function().run(new FunctionCode.Run(state, invocation, revision, context)));
    } catch (InvocationFailedException e) {
      logCauseOf(e);
      return failed(state, e.code(), String.valueOf(e.getMessage()));
    } catch (AskFailedException e) {
      return failed(state, e.code(), String.valueOf(e.getMessage()));
    } catch (Throwable e) { // a run that ended without a result would block its key for ever
      return threw(state, e);
    }
  }

  /** Its message is enough: the author's code is elsewhere, not on this stack. */
  private void logCauseOf(InvocationFailedException failure) {
    var cause = failure.getCause();
    if (cause == null) {
      return;
    }
    thrown = failure;
    try (var _ = MDC.putCloseable("call_id", invocation.id())) {
      LOG.error(
          "{} handler {} failed with {}, call id {}: {}",
          invocation.address(),
          invocation.handler(),
          failure.code(),
          invocation.id(),
          cause.getMessage() == null ? cause : cause.getMessage());
    }
  }

  private Result threw(Object state, Throwable cause) {
    thrown = cause;
    try (var _ = MDC.putCloseable("call_id", invocation.id())) {
      LOG.error("{} handler {} failed", invocation.address(), invocation.handler(), cause);
    }
    return failed(
        state,
        FailureCode.HANDLER_FAILED,
        "handler "
            + invocation.handler()
            + " failed and changed nothing; the log has the cause under "
            + invocation.id());
  }

  private Result resultOf(Object state, Effect<?, ?> effect) throws IOException {
    return switch (effect.change()) {
      case Effect.Refuse<?>(var code, var why) -> failed(state, code, why);
      case Effect.Keep<?> keep when effect.orders().isEmpty() ->
          new Unchanged(state, new Outcome.Replied(Json.reply(effect.reply())));
      case Effect.Keep<?> keep -> change(new NextState.Same(state), effect);
      case Effect.Become<?>(var next) ->
          change(new NextState.New(next, setup.function().encode(next)), effect);
      case Effect.Delete<?> delete -> change(new NextState.None(), effect);
    };
  }

  private Change change(NextState next, Effect<?, ?> effect) throws IOException {
    var reply = Json.reply(effect.reply());
    if (effect.orders().isEmpty()) {
      return new Change(next, reply, List.of(), List.of());
    }
    var sends = new ArrayList<Outgoing>();
    var timers = new ArrayList<TimerChange>();
    for (var order : effect.orders()) {
      switch (order) {
        case Effect.Tell(var after, var function, var key, var handler, var message) ->
            sends.add(
                new Outgoing(
                    after, setup.deployedName(function), key, handler, Json.request(message)));
        case Effect.SetTimer(var name, var after, var handler, var message) ->
            timers.add(new TimerChange.Set(name, after, handler, Json.request(message)));
        case Effect.CancelTimer(var name) -> timers.add(new TimerChange.Cancel(name));
      }
    }
    return new Change(next, reply, sends, timers);
  }

  private static Result failed(@Nullable Object state, String code, String message) {
    return new Unchanged(state, new Outcome.Failed(code, message));
  }
}
