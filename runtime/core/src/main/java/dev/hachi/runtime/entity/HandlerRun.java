package dev.hachi.runtime.entity;

import dev.hachi.function.Bytes;
import dev.hachi.function.Context;
import dev.hachi.function.Effect;
import dev.hachi.function.Reply;
import dev.hachi.runtime.FailureCode;
import dev.hachi.runtime.Invocation;
import dev.hachi.runtime.Outcome;
import dev.hachi.runtime.function.BadMessageException;
import dev.hachi.runtime.function.FunctionDefinition;
import dev.hachi.runtime.function.Json;
import dev.hachi.runtime.store.EntityRecord;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of author code: decode, handle, encode. It runs on a virtual thread and touches nothing
 * of the entity, so that a slow or broken handler costs its own key only.
 */
final class HandlerRun {
  /** What a run asks of the entity. */
  sealed interface Result {
    /** The state becomes {@code state}, stored as {@code bytes}; both null after a delete. */
    record Changed(@Nullable Object state, @Nullable Bytes bytes, Reply reply) implements Result {}

    /** Nothing changes. */
    record Unchanged(Outcome outcome) implements Result {}

    /** The stored state cannot be used by this code: the entity cannot go on. */
    record Unusable(String why) implements Result {}
  }

  private static final Logger LOG = LoggerFactory.getLogger(HandlerRun.class);

  private final FunctionDefinition function;
  private final Clock clock;
  private final Invocation invocation;

  HandlerRun(FunctionDefinition function, Clock clock, Invocation invocation) {
    this.function = function;
    this.clock = clock;
    this.invocation = invocation;
  }

  /**
   * @param live the decoded state, null when it is not in memory
   * @param stored what {@code live} is to be decoded from, if anything
   */
  Result of(@Nullable Object live, EntityRecord stored) {
    var handler = function.handler(invocation.handler());
    if (handler == null) {
      return failed(
          FailureCode.NO_SUCH_HANDLER,
          "function %s has no handler %s; it has %s"
              .formatted(function.name(), invocation.handler(), String.join(", ", handlerNames())));
    }
    Object state;
    try {
      state = live != null ? live : stateOf(stored);
    } catch (Throwable e) {
      LOG.error(
          "{} has a state that cannot be read [{}]", invocation.address(), invocation.id(), e);
      return new Result.Unusable("the stored state cannot be read: " + e.getMessage());
    }
    try {
      return resultOf(handler.run(state, invocation.message(), new RunContext(invocation, clock)));
    } catch (BadMessageException e) {
      return failed(FailureCode.BAD_MESSAGE, String.valueOf(e.getMessage()));
    } catch (Throwable e) { // a run that ended without a result would block its key for ever
      LOG.error(
          "{} handler {} failed [{}]",
          invocation.address(),
          invocation.handler(),
          invocation.id(),
          e);
      return failed(
          FailureCode.HANDLER_FAILED,
          "handler "
              + invocation.handler()
              + " failed and changed nothing; the log has the cause under "
              + invocation.id());
    }
  }

  private SortedSet<String> handlerNames() {
    var names = new TreeSet<String>();
    function.handlerNames().forEach(names::add);
    return names;
  }

  private Object stateOf(EntityRecord stored) throws Exception {
    return stored.state() == null
        ? function.initialState(invocation.address().key())
        : function.states().decode(stored.stateVersion(), stored.state());
  }

  private Result resultOf(Effect<?, ?> effect) throws IOException {
    return switch (effect.change()) {
      case Effect.Refuse<?>(var code, var why) -> failed(code, why);
      case Effect.Keep<?> keep ->
          new Result.Unchanged(new Outcome.Replied(Json.reply(effect.reply())));
      case Effect.Become<?>(var next) ->
          new Result.Changed(next, function.states().encode(next), Json.reply(effect.reply()));
      case Effect.Delete<?> delete -> new Result.Changed(null, null, Json.reply(effect.reply()));
    };
  }

  private static Result failed(String code, String message) {
    return new Result.Unchanged(new Outcome.Failed(code, message));
  }

  private record RunContext(Invocation invocation, Clock clock) implements Context {
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
  }
}
