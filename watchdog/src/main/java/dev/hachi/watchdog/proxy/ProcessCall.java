package dev.hachi.watchdog.proxy;

import dev.hachi.function.Bytes;
import dev.hachi.watchdog.config.Upstream;
import dev.hachi.watchdog.http.BodyBuffer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.net.ConnectException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One request of the watchdog's own to the function's process. Lives on its event loop. */
final class ProcessCall implements UpstreamUser, UpstreamPool.Taker {
  private final UpstreamPool pool;
  private final HttpRequest head;
  private final Bytes body;
  private final CompletableFuture<ProcessAnswer> answer = new CompletableFuture<>();
  private final BodyBuffer parts;
  private @Nullable UpstreamConnection upstream;
  private int status;

  ProcessCall(
      UpstreamPool pool,
      Upstream upstream,
      String method,
      String path,
      Bytes body,
      BodyBuffer parts) {
    this.pool = pool;
    this.body = body;
    this.parts = parts;
    this.head =
        new DefaultHttpRequest(
            HttpVersion.HTTP_1_1, HttpMethod.valueOf(method), upstream.prefix() + path);
    head.headers().set("Host", upstream.authority());
    if (body.size() > 0) {
      head.headers().set("Content-Type", "application/json").set("Content-Length", body.size());
    }
  }

  CompletableFuture<ProcessAnswer> answer() {
    return answer;
  }

  void begin() {
    pool.acquire(this, false);
  }

  @Override
  public void take(UpstreamConnection connection) {
    connection.serve(this);
    if (answer.isDone()) {
      connection.close();
      return;
    }
    upstream = connection;
    connection.send(head);
    connection.send(Unpooled.wrappedBuffer(body.buffer()));
    connection.sendEnd(EmptyHttpHeaders.INSTANCE);
    connection.flush();
  }

  @Override
  public void refuse(String why) {
    answer.completeExceptionally(new ConnectException(why));
  }

  /** Ends what is not answered yet. */
  void giveUp() {
    answer.cancel(false);
    parts.close();
    if (upstream != null) {
      upstream.close();
      upstream = null;
    }
  }

  @Override
  public void answer(HttpResponse response) {
    status = response.status().code();
    if (status == 101) {
      fail(new IOException("the function changed the protocol unasked"));
    } else if (HttpUtil.getContentLength(response, 0L) > parts.max()) {
      fail(new AnswerTooLargeException(parts.max()));
    }
  }

  @Override
  public void answerPart(ByteBuf part) {
    if (!answer.isDone()) {
      switch (parts.add(part)) {
        case KEPT -> {}
        case TOO_LARGE -> fail(new AnswerTooLargeException(parts.max()));
        case NO_ROOM -> fail(new NoRoomException());
      }
    }
    part.release();
  }

  @Override
  public void answerPaused() {}

  @Override
  public void answerEnd(HttpHeaders trailers) {
    UpstreamConnection used = upstream;
    upstream = null;
    if (used != null) {
      pool.release(used);
    }
    answer.complete(new ProcessAnswer(status, Bytes.of(parts.content())));
  }

  @Override
  public void upstreamWritabilityChanged() {}

  @Override
  public void upstreamFailed(String why) {
    UpstreamConnection failed = upstream;
    upstream = null;
    if (failed != null && failed.used() && status == 0 && !answer.isDone()) {
      // It closed an idle connection just then. If not: nothing was committed, so once more.
      pool.acquire(this, true);
    } else {
      answer.completeExceptionally(new IOException(why));
    }
  }

  @Override
  public void upstreamInputClosed() {}

  private void fail(IOException failure) {
    answer.completeExceptionally(failure);
    giveUp();
  }
}
