package dev.hachi.watchdog.http;

import dev.hachi.function.Header;
import dev.hachi.runtime.FailureCode;
import dev.hachi.watchdog.config.WatchdogConfig;
import dev.hachi.watchdog.jwt.JwtGuard;
import dev.hachi.watchdog.jwt.Verdict;
import dev.hachi.watchdog.metrics.Metrics;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The public port: health, readiness, and every other path to the function. */
final class FunctionSite implements Site {
  private static final String TEXT = "text/plain; charset=utf-8";

  private final WatchdogConfig config;
  private final Status status;
  private final Metrics metrics;
  private final FunctionEndpoint function;
  private final @Nullable JwtGuard guard;

  FunctionSite(
      WatchdogConfig config,
      Status status,
      Metrics metrics,
      Clock clock,
      @Nullable JwtGuard guard) {
    this.guard = guard;
    this.config = config;
    this.status = status;
    this.metrics = metrics;
    this.function = new FunctionEndpoint(config, clock);
  }

  @Override
  public CompletionStage<Answer> answer(Call call) {
    return switch (call.path()) {
      case "/_/health" -> CompletableFuture.completedStage(health(call));
      case "/_/ready" -> CompletableFuture.completedStage(ready(call));
      default -> counted(call);
    };
  }

  @Override
  public void refused(String method, int status) {
    metrics.observe(method, status, 0);
  }

  @Override
  public boolean leaving() {
    return status.draining();
  }

  private Answer health(Call call) {
    if (!call.method().equals("GET")) {
      return Answer.empty(405);
    }
    return status.draining() ? Answer.empty(503) : Answer.text(200, TEXT, "OK");
  }

  private Answer ready(Call call) {
    if (!call.method().equals("GET")) {
      return Answer.empty(405);
    }
    if (!status.ready()) {
      return Answer.empty(503);
    }
    boolean full = config.maxInflight() > 0 && status.inFlight() >= config.maxInflight();
    return Answer.empty(full ? 429 : 200);
  }

  private CompletionStage<Answer> counted(Call call) {
    long start = System.nanoTime();
    metrics.began();
    return limited(call)
        .whenComplete((answer, failure) -> {
          int code = failure == null ? answer.status() : 500;
          metrics.ended(call.method(), code, System.nanoTime() - start);
        });
  }

  private CompletionStage<Answer> limited(Call call) {
    if (!status.places().enter(config.maxInflight())) {
      return CompletableFuture.completedStage(Answer.full(config.maxInflight()));
    }
    return guarded(call).whenComplete((answer, failure) -> status.places().leave());
  }

  private CompletionStage<Answer> guarded(Call call) {
    return guard == null
        ? invoked(call)
        : guard
            .check(call.method(), call.path(), call.header("Authorization").orElse(""))
            .thenCompose(verdict -> judged(call, verdict));
  }

  private CompletionStage<Answer> judged(Call call, Verdict verdict) {
    return switch (verdict) {
      case Verdict.Allowed(long nanos) ->
          invoked(call.with(new Header("X-Auth-Seconds", Seconds.six(nanos))));
      case Verdict.Refused refused ->
          CompletableFuture.completedStage(GuardedRequest.answer(refused));
    };
  }

  private CompletionStage<Answer> invoked(Call call) {
    // Asked after entering, so that a drain which sees nobody in flight has refused the rest.
    if (status.refusing()) {
      return failed(FailureCode.DRAINING, "this replica exits; repeat the request");
    }
    // Health is good before the function is there, so callers come; they wait for it.
    Hosted hosted = status.hosted();
    return hosted == null ? function.answer(call, status.arrival()) : function.answer(call, hosted);
  }

  private static CompletionStage<Answer> failed(String code, String message) {
    return CompletableFuture.completedStage(OutcomeWriter.failed(code, message));
  }
}
