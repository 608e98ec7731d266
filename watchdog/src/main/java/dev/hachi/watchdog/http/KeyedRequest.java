package dev.hachi.watchdog.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request that may be for a key: collected up to a size, then either an invocation or passed on
 * as it came. Lives on its exchange's loop.
 */
final class KeyedRequest implements Responder {
  private static final Logger log = LoggerFactory.getLogger(KeyedRequest.class);

  private final ServerExchange exchange;
  private final KeyedFunction function;
  private final BodyBuffer body;
  private final long start = System.nanoTime();
  private @Nullable Responder passed;
  private boolean asked;

  private KeyedRequest(ServerExchange exchange, KeyedFunction function) {
    this.exchange = exchange;
    this.function = function;
    this.body = new BodyBuffer(function.budget(), function.bodyMax());
    exchange.whenEnded(status -> ended());
  }

  static KeyedRequest begin(ServerExchange exchange, KeyedFunction function) {
    KeyedRequest request = new KeyedRequest(exchange, function);
    if (HttpUtil.getContentLength(exchange.head(), 0L) > request.body.max()) {
      request.refuse(HeadCheck.tooLarge(request.body.max()));
    }
    return request;
  }

  /** Answers without a look at the rest. */
  void refuse(Answer answer) {
    body.close();
    answer(answer, true);
  }

  @Override
  public void body(ByteBuf part) {
    if (passed != null) {
      passed.body(part);
      return;
    }
    if (!exchange.started()) {
      switch (body.add(part)) {
        case KEPT -> {}
        case TOO_LARGE -> refuse(HeadCheck.tooLarge(body.max()));
        case NO_ROOM -> refuse(function.budget().refusal());
      }
    }
    part.release();
  }

  @Override
  public void bodyEnd(HttpHeaders trailers) {
    if (exchange.started()) {
      return;
    }
    Call call = Call.of(exchange.head(), body.content());
    if (!function.isKeyed(call)) {
      pass(call, trailers);
      return;
    }
    asked = true;
    var _ =
        function
            .answer(call)
            .whenComplete((answer, failure) -> exchange.loop().execute(() -> end(answer, failure)));
  }

  private void pass(Call call, HttpHeaders trailers) {
    Responder plain = function.pass(exchange);
    passed = plain;
    if (call.body().size() > 0) {
      plain.body(Unpooled.wrappedBuffer(call.body().buffer()));
    }
    plain.bodyEnd(trailers);
  }

  private void end(@Nullable Answer answer, @Nullable Throwable failure) {
    body.close();
    if (answer == null) {
      log.error("no answer to {} {}", exchange.head().method(), exchange.head().uri(), failure);
    }
    answer(answer == null ? Answer.empty(500) : answer, false);
  }

  private void answer(Answer answer, boolean close) {
    if (!exchange.started()) {
      function.log(exchange.head(), answer, System.nanoTime() - start);
      exchange.answer(answer, close);
    }
  }

  /** An invocation under way still holds its message. */
  private void ended() {
    if (!asked) {
      body.close();
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
    }
  }
}
