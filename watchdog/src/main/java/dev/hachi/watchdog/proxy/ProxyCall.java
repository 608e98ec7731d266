package dev.hachi.watchdog.proxy;

import dev.hachi.watchdog.config.GoDuration;
import dev.hachi.watchdog.config.Mode;
import dev.hachi.watchdog.config.WatchdogConfig;
import dev.hachi.watchdog.http.AnswerHead;
import dev.hachi.watchdog.http.BodyBudget;
import dev.hachi.watchdog.http.BodyBuffer;
import dev.hachi.watchdog.http.Exchange;
import dev.hachi.watchdog.http.Responder;
import dev.hachi.watchdog.http.Seconds;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One request on its way to the function and back. Lives on the exchange's loop. */
final class ProxyCall implements Responder, UpstreamUser, UpstreamPool.Taker {
  private static final Set<String> REPEATABLE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

  private final WatchdogConfig config;
  private final Mode.Http mode;
  private final Exchange exchange;
  private final UpstreamPool pool;
  private final BodyBudget budget;
  private final HttpRequest request;
  private final RequestBody body;
  private final boolean live;
  private final long start = System.nanoTime();
  private @Nullable UpstreamConnection upstream;
  private @Nullable Future<?> timer;
  private @Nullable HttpResponseStatus status;
  private long answeredAfter;
  private long length;
  private long bytes;
  private boolean tunnel;
  private boolean done;

  ProxyCall(
      WatchdogConfig config,
      Mode.Http mode,
      Exchange exchange,
      UpstreamPool pool,
      BodyBudget budget) {
    this.config = config;
    this.mode = mode;
    this.exchange = exchange;
    this.pool = pool;
    this.budget = budget;
    this.live = UpstreamRequest.isLive(exchange.head());
    String client = live ? exchange.client() : "";
    this.request = UpstreamRequest.of(exchange.head(), mode.upstream(), live, client);
    boolean buffers = mode.bufferBody() && !live && UpstreamRequest.hasBody(request);
    this.body =
        new RequestBody(
            exchange, request, buffers ? new BodyBuffer(budget, config.plain().bufferMax()) : null);
  }

  void begin() {
    Duration limit = live ? Duration.ZERO : limit();
    if (!limit.isZero()) {
      timer = exchange.loop().schedule(this::expired, limit.toNanos(), TimeUnit.NANOSECONDS);
    }
    pool.acquire(this, false);
  }

  /** The caller may wait for less than exec_timeout, never for more. */
  private Duration limit() {
    Optional<Duration> asked =
        Optional.ofNullable(request.headers().get("X-Timeout")).flatMap(GoDuration::parse);
    return asked
        .filter(duration -> duration.isPositive() && duration.compareTo(config.execTimeout()) <= 0)
        .orElse(config.execTimeout());
  }

  @Override
  public void take(UpstreamConnection connection) {
    if (done) {
      connection.serve(this);
      connection.close();
      return;
    }
    upstream = connection;
    connection.serve(this);
    body.sendTo(connection);
  }

  @Override
  public void refuse(String why) {
    fail(why);
  }

  @Override
  public void body(ByteBuf part) {
    if (done) {
      part.release();
      return;
    }
    switch (body.add(part)) {
      case KEPT -> {}
      case TOO_LARGE -> {
        finish();
        String why = "the body has more than " + budget.largest(config.plain().bufferMax());
        ProxyLog.failed(
            request,
            mode,
            why + " bytes, which is what hachi_buffer_max and hachi_bodies_max allow");
        internal(413);
      }
      case NO_ROOM -> {
        finish();
        ProxyLog.failed(request, mode, "other bodies take all of hachi_bodies_max");
        budget.refuse(exchange);
      }
    }
  }

  @Override
  public void bodyEnd(HttpHeaders trailers) {
    if (!done) {
      body.end(trailers);
    }
  }

  @Override
  public void upstreamWritabilityChanged() {
    body.resume();
  }

  @Override
  public void answer(HttpResponse head) {
    status = head.status();
    answeredAfter = System.nanoTime() - start;
    boolean chunked = HttpUtil.isTransferEncodingChunked(head);
    length = chunked ? -1 : HttpUtil.getContentLength(head, -1L);
    HttpHeaders headers = UpstreamAnswer.headers(head.headers(), live);
    int code = head.status().code();
    if (code == 101) {
      tunnel(headers);
      return;
    }
    if (!live) {
      headers.set("X-Duration-Seconds", Seconds.six(answeredAfter));
    }
    exchange.start(new AnswerHead(code, headers, length, live && length < 0));
    writabilityChanged();
  }

  private void tunnel(HttpHeaders headers) {
    String protocol = request.headers().get("Upgrade");
    if (protocol == null || upstream == null) {
      fail("the function changed the protocol unasked");
      return;
    }
    cancelTimer();
    tunnel = true;
    headers.set("Connection", "Upgrade");
    headers.set("Upgrade", protocol);
    body.raw();
    upstream.tunnel();
    exchange.tunnel(AnswerHead.of(101, headers, 0));
  }

  @Override
  public void answerPart(ByteBuf part) {
    bytes += part.readableBytes();
    exchange.write(part);
    writabilityChanged();
  }

  @Override
  public void answerPaused() {
    exchange.flush();
  }

  @Override
  public void writabilityChanged() {
    if (upstream != null && !done) {
      upstream.demand(exchange.writable());
    }
  }

  @Override
  public void answerEnd(HttpHeaders trailers) {
    if (done) {
      return;
    }
    UpstreamConnection used = upstream;
    upstream = null;
    finish();
    if (used != null) {
      boolean lasting = !request.headers().containsValue("Connection", "close", true);
      if (lasting && body.sent()) {
        pool.release(used);
      } else {
        used.close();
      }
    }
    exchange.end(trailers);
    logAnswer();
  }

  private void logAnswer() {
    if (status == null) {
      return;
    }
    if (live) {
      ProxyLog.streamed(request(), status.code(), bytes, System.nanoTime() - start);
    } else {
      ProxyLog.answered(request(), status, length, answeredAfter, mode.logCallId());
    }
  }

  private HttpRequest request() {
    return exchange.head();
  }

  @Override
  public void upstreamFailed(String why) {
    UpstreamConnection failed = upstream;
    upstream = null;
    if (done) {
      return;
    }
    boolean stale = failed != null && failed.used() && status == null && body.empty();
    if (tunnel) {
      upstreamInputClosed();
    } else if (stale && REPEATABLE.contains(request.method().name())) {
      // It closed an idle connection just then; the request never reached it.
      pool.acquire(this, true);
    } else {
      fail(why);
    }
  }

  @Override
  public void upstreamInputClosed() {
    if (tunnel && !done) {
      finish();
      exchange.end(EmptyHttpHeaders.INSTANCE);
      logAnswer();
    }
  }

  private void expired() {
    if (!done) {
      finish();
      ProxyLog.failed(request(), mode, "context deadline exceeded");
      ProxyLog.killed(config.execTimeout());
      internal(504);
    }
  }

  @Override
  public void gone(boolean certain) {
    if (done) {
      return;
    }
    if (tunnel && !certain && upstream != null) {
      upstream.closeOutput();
      return;
    }
    finish();
    if (tunnel) {
      exchange.abort();
      logAnswer();
    } else {
      boolean late = status == null && exchange.started() && !certain;
      String why = late ? "read_timeout or write_timeout" : "the client closed the connection";
      ProxyLog.failed(request(), mode, why);
      internal(504);
    }
  }

  private void fail(String why) {
    if (!done) {
      finish();
      ProxyLog.failed(request(), mode, why);
      internal(500);
    }
  }

  /** An empty answer of the watchdog's own; one that has begun is cut instead. */
  private void internal(int code) {
    if (exchange.started()) {
      exchange.abort();
      return;
    }
    HttpHeaders headers = DefaultHttpHeadersFactory.headersFactory().newHeaders();
    headers.set("X-Duration-Seconds", Seconds.six(System.nanoTime() - start));
    headers.set("X-Openfaas-Internal", "of-watchdog");
    exchange.start(AnswerHead.of(code, headers, 0));
    exchange.end(EmptyHttpHeaders.INSTANCE);
  }

  private void finish() {
    done = true;
    cancelTimer();
    body.drop();
    if (upstream != null) {
      upstream.close();
      upstream = null;
    }
  }

  private void cancelTimer() {
    if (timer != null) {
      timer.cancel(false);
    }
  }
}
