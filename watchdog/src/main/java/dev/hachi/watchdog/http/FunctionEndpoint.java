package dev.hachi.watchdog.http;

import dev.hachi.function.Header;
import dev.hachi.function.Request;
import dev.hachi.runtime.Address;
import dev.hachi.runtime.FailureCode;
import dev.hachi.runtime.Invocation;
import dev.hachi.runtime.Origin;
import dev.hachi.runtime.Outcome;
import dev.hachi.watchdog.config.GoDuration;
import dev.hachi.watchdog.config.WatchdogConfig;
import dev.hachi.watchdog.log.LogField;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** A request to a function becomes an invocation, and its outcome becomes the answer. */
final class FunctionEndpoint {
  private static final Logger log = LoggerFactory.getLogger(FunctionEndpoint.class);
  private static final int ID_MAX = 256;
  private static final String DURATION = "X-Duration-Seconds";

  private final WatchdogConfig config;
  private final Clock clock;
  private final Ids ids = new Ids();

  FunctionEndpoint(WatchdogConfig config, Clock clock) {
    this.config = config;
    this.clock = clock;
  }

  CompletionStage<Answer> answer(Call call, Hosted hosted) {
    return answer(call, hosted, clock.instant().plus(timeout(call)));
  }

  /** Waits for the function, which is about to start, no longer than the invocation may take. */
  CompletionStage<Answer> answer(Call call, CompletableFuture<Hosted> arrival) {
    Duration timeout = timeout(call);
    Instant deadline = clock.instant().plus(timeout);
    return arrival
        .<CompletionStage<Answer>>thenApply(hosted -> answer(call, hosted, deadline))
        .completeOnTimeout(notReady(timeout), timeout.toNanos(), TimeUnit.NANOSECONDS)
        .thenCompose(answer -> answer);
  }

  private static CompletionStage<Answer> notReady(Duration timeout) {
    return CompletableFuture.completedStage(
        OutcomeWriter.failed(
            OutcomeWriter.STARTING,
            "the function was not ready within " + timeout + "; repeat the request"));
  }

  private CompletionStage<Answer> answer(Call call, Hosted hosted, Instant deadline) {
    long start = System.nanoTime();
    Optional<String> chosen = chosenId(call);
    String id = chosen.orElseGet(ids::next);
    return outcome(call, hosted, id, chosen.isPresent(), deadline)
        .thenApply(outcome -> timed(call, id, OutcomeWriter.write(outcome), start));
  }

  private CompletionStage<Outcome> outcome(
      Call call, Hosted hosted, String id, boolean lasting, Instant deadline) {
    return switch (Target.of(call, config.keySource())) {
      case Target.Wrong(Outcome.Failed why) -> CompletableFuture.completedStage(why);
      case Target.Named(String key, String handler) -> {
        Optional<Outcome> refused = lasting ? refusal(id) : Optional.empty();
        if (refused.isPresent()) {
          yield CompletableFuture.completedStage(refused.get());
        }
        Address address = new Address(config.namespace(), hosted.function(), key);
        yield invoke(hosted, invocation(call, id, lasting, address, handler, deadline));
      }
    };
  }

  private Invocation invocation(
      Call call, String id, boolean lasting, Address address, String handler, Instant deadline) {
    return new Invocation(
        id,
        new Origin.Outside(lasting),
        address,
        handler,
        new Request(call.header("Content-Type").orElse(""), call.headers(), call.body()),
        deadline);
  }

  /** Tells the caller, and the access log, how long it took; a reply's own word does not count. */
  private Answer timed(Call call, String id, Answer answer, long start) {
    String seconds = Seconds.six(System.nanoTime() - start);
    if (config.accessLog()) {
      AccessLog.write(call, id, answer, seconds);
    }
    return answer.with(new Header(DURATION, seconds));
  }

  private static CompletionStage<Outcome> invoke(Hosted hosted, Invocation invocation) {
    try {
      return hosted.router().invoke(invocation).exceptionally(e -> defect(invocation.id(), e));
    } catch (RuntimeException e) {
      return CompletableFuture.completedStage(defect(invocation.id(), e));
    }
  }

  private static Outcome defect(String id, Throwable cause) {
    try (var _ = MDC.putCloseable(LogField.CALL_ID, id)) {
      log.error("the router broke its contract", cause);
    }
    return new Outcome.Failed(FailureCode.HANDLER_FAILED, "the invocation failed unexpectedly");
  }

  private static Optional<String> chosenId(Call call) {
    return call.header("Idempotency-Key")
        .filter(id -> !id.isEmpty())
        .or(() -> call.header("X-Call-Id").filter(id -> !id.isEmpty()));
  }

  private static Optional<Outcome> refusal(String id) {
    if (id.length() > ID_MAX) {
      return Optional.of(badId("has " + id.length() + " characters; " + ID_MAX + " are allowed"));
    }
    return Invocation.isReserved(id)
        ? Optional.of(badId("begins with ask:, tell: or timer:, which only the runtime's own do"))
        : Optional.empty();
  }

  private static Outcome badId(String why) {
    return new Outcome.Failed(OutcomeWriter.BAD_ID, "the invocation id " + why);
  }

  /** The caller may wait for less than exec_timeout, never for more. */
  private Duration timeout(Call call) {
    Duration most = config.limits().runMax();
    return call.header("X-Timeout")
        .flatMap(GoDuration::parse)
        .filter(asked -> asked.isPositive() && asked.compareTo(most) < 0)
        .orElse(most);
  }
}
