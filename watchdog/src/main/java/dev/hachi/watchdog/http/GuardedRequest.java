package dev.hachi.watchdog.http;

import dev.hachi.function.Header;
import dev.hachi.watchdog.jwt.JwtGuard;
import dev.hachi.watchdog.jwt.Verdict;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A request that reaches its function when its token is good. What arrives until that is known
 * waits here; it is one read of the client's at most. Lives on its exchange's loop.
 */
final class GuardedRequest implements Responder {
  private static final String TEXT = "text/plain; charset=utf-8";

  private final ServerExchange exchange;
  private final PlainFunction function;
  private final Queue<ByteBuf> waiting = new ArrayDeque<>(0);
  private @Nullable HttpHeaders trailers;
  private @Nullable Responder passed;

  private GuardedRequest(ServerExchange exchange, PlainFunction function) {
    this.exchange = exchange;
    this.function = function;
    exchange.whenEnded(status -> drop());
  }

  static Responder begin(ServerExchange exchange, JwtGuard guard, PlainFunction function) {
    GuardedRequest request = new GuardedRequest(exchange, function);
    HttpRequest head = exchange.head();
    CompletableFuture<Verdict> verdict =
        guard
            .check(
                head.method().name(),
                RequestTarget.path(head.uri()),
                head.headers().get("Authorization", ""))
            .toCompletableFuture();
    if (verdict.isDone()) {
      request.settle(verdict.join());
    } else {
      exchange.demand(false);
      var _ = verdict.thenAccept(known -> exchange.loop().execute(() -> request.settle(known)));
    }
    return request;
  }

  private void settle(Verdict verdict) {
    if (exchange.started()) {
      return;
    }
    switch (verdict) {
      case Verdict.Refused refused -> exchange.answer(answer(refused), false);
      case Verdict.Allowed(long nanos) -> {
        exchange.head().headers().set("X-Auth-Seconds", Seconds.six(nanos));
        exchange.demand(true);
        pass(function.begin(exchange));
      }
    }
  }

  /** What of-watchdog says to who may not pass. */
  static Answer answer(Verdict.Refused refused) {
    Answer answer = Answer.text(refused.status(), TEXT, refused.why() + "\n");
    answer = answer.with(new Header("X-Content-Type-Options", "nosniff"));
    answer = answer.with(new Header("X-Openfaas-Internal", "faas-middleware"));
    return refused.status() == 401
        ? answer.with(new Header("Www-Authenticate", "Bearer realm=IAM function invoke"))
        : answer;
  }

  private void pass(Responder to) {
    passed = to;
    while (!waiting.isEmpty()) {
      to.body(waiting.remove());
    }
    if (trailers != null) {
      to.bodyEnd(trailers);
    }
  }

  private void drop() {
    waiting.forEach(ByteBuf::release);
    waiting.clear();
  }

  @Override
  public void body(ByteBuf part) {
    if (passed != null) {
      passed.body(part);
    } else if (exchange.started()) {
      part.release();
    } else {
      waiting.add(part);
    }
  }

  @Override
  public void bodyEnd(HttpHeaders last) {
    if (passed != null) {
      passed.bodyEnd(last);
    } else {
      trailers = last;
    }
  }

  @Override
  public void writabilityChanged() {
    if (passed != null) {
      passed.writabilityChanged();
    }
  }

  @Override
  public void gone(boolean certain) {
    if (passed != null) {
      passed.gone(certain);
    } else {
      exchange.abort();
    }
  }
}
