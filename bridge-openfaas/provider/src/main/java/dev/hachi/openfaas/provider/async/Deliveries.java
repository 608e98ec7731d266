package dev.hachi.openfaas.provider.async;

import dev.hachi.openfaas.provider.Say;
import dev.hachi.openfaas.provider.contract.FunctionId;
import dev.hachi.openfaas.provider.proxy.Caller;
import dev.hachi.openfaas.provider.store.Calls;
import dev.hachi.openfaas.provider.store.Calls.Call;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes the calls that were accepted, oldest first and several at a time, until each was answered
 * and its callback told. A call is repeated under its id when its answer is not known, so that a
 * function with state does it once. Thread-safe.
 */
public final class Deliveries implements AutoCloseable {
  /** Of a request. */
  public static final int BODY_MAX = 4 * 1024 * 1024;

  private static final Duration CALLBACK_MAX = Duration.ofSeconds(30);

  private final Calls calls;
  private final Backlog backlog;
  private final Attempt attempt;
  private final Map<FunctionId, Lane> lanes = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /** Goes on with what is stored. */
  public Deliveries(Calls calls, Caller caller, HttpClient http) {
    this.calls = calls;
    List<Calls.Waiting> waiting = calls.waiting();
    this.backlog = new Backlog(waiting);
    this.attempt = new Attempt(calls, backlog, caller, new Callback(http, CALLBACK_MAX));
    waiting.forEach(one -> lane(one.function()).add(Due.now(one.number())));
    if (!waiting.isEmpty()) {
      Say.line("%d asynchronous calls of before are made now".formatted(waiting.size()));
    }
  }

  /** One function that does not answer must not keep the others waiting. */
  private Lane lane(FunctionId function) {
    return lanes.computeIfAbsent(function, id -> new Lane("calls-" + id, this::deliver));
  }

  /** When it returns, the call is on the disk and will be made. */
  public void accept(Call call) {
    backlog.add(call.bytes());
    try {
      long number = calls.add(call);
      lane(call.function()).add(Due.now(number));
    } catch (RuntimeException e) {
      backlog.remove(call.bytes());
      throw e;
    }
  }

  // ---- delivery ---------------------------------------------------------------------------------

  private void deliver(Due due) throws InterruptedException {
    Call call = calls.get(due.number()).orElse(null);
    if (call == null || closed) {
      return;
    }
    String left = left(due, call);
    if (left.isEmpty()) {
      done(due);
    } else if (Repeats.isTooOld(call.acceptedAt(), Instant.now())) {
      Say.line(
          "call %s of %s is dropped after %d h: %s"
              .formatted(call.id(), call.function(), Repeats.AGE_MAX.toHours(), left));
      done(due);
    } else {
      if (due.attempts() == 0) {
        Say.line("call %s of %s is repeated: %s".formatted(call.id(), call.function(), left));
      }
      lane(call.function()).add(due.again());
    }
  }

  /** Why something is left to do; empty when nothing is. */
  private String left(Due due, Call call) throws InterruptedException {
    try {
      return attempt.of(due.number(), call);
    } catch (RuntimeException e) {
      return "it failed here (%s)".formatted(e);
    }
  }

  private void done(Due due) {
    backlog.remove(calls.done(due.number()));
  }

  /**
   * Begins no more. What is under way may end as long as its replica does; what does not is stored,
   * and made again after the next start.
   */
  @Override
  public void close() {
    closed = true;
    lanes.values().forEach(Lane::close);
  }
}
