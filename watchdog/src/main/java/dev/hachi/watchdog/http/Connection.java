package dev.hachi.watchdog.http;

import dev.hachi.runtime.FailureCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection, which answers one request at a time, so that answers keep the order of requests.
 *
 * <p>Lives on its event loop; nothing here is shared with another thread.
 */
final class Connection extends ChannelInboundHandlerAdapter {
  /** Sent through the pipeline: end as soon as no request is open. */
  static final Object LEAVE = new Object();

  private static final Logger log = LoggerFactory.getLogger(Connection.class);
  private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(1);

  private enum Phase {
    WAITING,
    READING,
    ANSWERING,
    WRITING,
    LINGERING
  }

  private final Site site;
  private final ConnectionLimits limits;
  // What a client sent ahead. One read at most: reading stops while something waits here.
  private final Queue<Object> pending = new ArrayDeque<>();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private Phase phase = Phase.WAITING;
  private long since = System.nanoTime();
  private @Nullable HttpRequest head;
  private boolean inputClosed;
  private boolean leaving;
  private boolean resuming;

  Connection(Site site, ConnectionLimits limits) {
    this.site = site;
    this.limits = limits;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    enter(Phase.WAITING);
    scheduleTick(ctx);
    ctx.fireChannelActive();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (phase == Phase.LINGERING) {
      ReferenceCountUtil.release(message);
    } else if (open()) {
      take(ctx, message);
    } else {
      pending.add(message);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (!pending.isEmpty()) {
      ctx.channel().config().setAutoRead(false);
    }
    ctx.fireChannelReadComplete();
  }

  private boolean open() {
    return phase == Phase.WAITING || phase == Phase.READING;
  }

  private void take(ChannelHandlerContext ctx, Object message) {
    try {
      if (message instanceof HttpRequest request) {
        begin(ctx, request);
      }
      if (message instanceof HttpContent content && head != null && phase == Phase.READING) {
        append(ctx, head, content);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void begin(ChannelHandlerContext ctx, HttpRequest request) {
    head = request;
    body.reset();
    enter(Phase.READING);
    Optional<Answer> refusal = HeadCheck.refusal(request, limits.bodyMax());
    if (refusal.isPresent()) {
      refuse(ctx, request, refusal.get());
    } else if (HttpUtil.is100ContinueExpected(request)) {
      var _ =
          ctx.writeAndFlush(
              new DefaultFullHttpResponse(
                  HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
    }
  }

  private void append(ChannelHandlerContext ctx, HttpRequest request, HttpContent content) {
    ByteBuf bytes = content.content();
    if (content.decoderResult().isFailure()) {
      refuse(ctx, request, HeadCheck.malformed(content.decoderResult()));
    } else if (body.size() + (long) bytes.readableBytes() > limits.bodyMax()) {
      refuse(ctx, request, HeadCheck.tooLarge(limits.bodyMax()));
    } else {
      body.writeBytes(ByteBufUtil.getBytes(bytes));
      if (content instanceof LastHttpContent) {
        dispatch(ctx, request);
      }
    }
  }

  private void dispatch(ChannelHandlerContext ctx, HttpRequest request) {
    enter(Phase.ANSWERING);
    Call call = Call.of(request, body.toByteArray());
    body.reset();
    var _ =
        site.answer(call)
            .whenComplete(
                (answer, failure) -> onLoop(ctx, () -> answer(ctx, request, answer, failure)));
  }

  private static void onLoop(ChannelHandlerContext ctx, Runnable task) {
    if (ctx.executor().inEventLoop()) {
      task.run();
    } else {
      ctx.executor().execute(task);
    }
  }

  private void answer(
      ChannelHandlerContext ctx,
      HttpRequest request,
      @Nullable Answer answer,
      @Nullable Throwable failure) {
    if (answer == null) {
      log.error("no answer to {} {}", request.method(), request.uri(), failure);
    }
    boolean keepAlive = HttpUtil.isKeepAlive(request) && !leaving && !site.leaving();
    Answer sent = answer == null ? Answer.empty(500) : answer;
    enter(Phase.WRITING);
    ctx.writeAndFlush(ResponseFactory.response(request, sent, keepAlive))
        .addListener(
            (ChannelFutureListener)
                written -> {
                  if (written.isSuccess() && keepAlive) {
                    resume(ctx);
                  } else {
                    var _ = ctx.close();
                  }
                });
  }

  /** Answers before the request was read. Closing at once would reset the answer on its way. */
  private void refuse(ChannelHandlerContext ctx, HttpRequest request, Answer answer) {
    site.refused(request.method().name(), answer);
    enter(Phase.WRITING);
    ctx.writeAndFlush(ResponseFactory.response(request, answer, false))
        .addListener(
            (ChannelFutureListener)
                written -> {
                  if (!written.isSuccess() || inputClosed) {
                    var _ = ctx.close();
                  } else {
                    linger(ctx);
                  }
                });
  }

  private void linger(ChannelHandlerContext ctx) {
    enter(Phase.LINGERING);
    releasePending();
    if (ctx.channel() instanceof SocketChannel socket) {
      var _ = socket.shutdownOutput();
    }
    ctx.channel().config().setAutoRead(true);
    Runnable close = () -> closeIf(ctx, true);
    var _ = ctx.executor().schedule(close, LINGER_NANOS, TimeUnit.NANOSECONDS);
  }

  /** Goes on with what was sent ahead; a loop, since each of those may be answered at once. */
  private void resume(ChannelHandlerContext ctx) {
    enter(Phase.WAITING);
    if (resuming) {
      return;
    }
    resuming = true;
    while (open() && !pending.isEmpty()) {
      take(ctx, pending.remove());
    }
    resuming = false;
    if (pending.isEmpty()) {
      ctx.channel().config().setAutoRead(true);
      closeIfDone(ctx);
    }
  }

  private void closeIfDone(ChannelHandlerContext ctx) {
    boolean nothingComes = inputClosed && (open() || phase == Phase.LINGERING);
    if (nothingComes || (leaving && phase == Phase.WAITING)) {
      var _ = ctx.close();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      inputClosed = true;
      closeIfDone(ctx);
    } else if (event == LEAVE) {
      leaving = true;
      closeIfDone(ctx);
    }
    ctx.fireUserEventTriggered(event);
  }

  private void enter(Phase next) {
    phase = next;
    since = System.nanoTime();
  }

  private void scheduleTick(ChannelHandlerContext ctx) {
    var _ = ctx.executor().schedule(() -> tick(ctx), limits.tickNanos(), TimeUnit.NANOSECONDS);
  }

  private void tick(ChannelHandlerContext ctx) {
    if (!ctx.channel().isActive()) {
      return;
    }
    long spent = System.nanoTime() - since;
    boolean readLate = !limits.read().isZero() && spent > limits.read().toNanos();
    switch (phase) {
      case WAITING -> closeIf(ctx, readLate);
      case READING -> refuseIf(ctx, readLate);
      case WRITING -> closeIf(ctx, spent > limits.write().toNanos());
      case ANSWERING, LINGERING -> {}
    }
    scheduleTick(ctx);
  }

  private static void closeIf(ChannelHandlerContext ctx, boolean late) {
    if (late) {
      var _ = ctx.close();
    }
  }

  private void refuseIf(ChannelHandlerContext ctx, boolean late) {
    if (late && head != null) {
      String message = "the request did not arrive within read_timeout, " + limits.read();
      refuse(ctx, head, OutcomeWriter.failed(FailureCode.DEADLINE, message));
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    enter(Phase.LINGERING);
    releasePending();
    ctx.fireChannelInactive();
  }

  private void releasePending() {
    pending.forEach(ReferenceCountUtil::release);
    pending.clear();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!(cause instanceof IOException)) {
      log.warn("a connection failed and is closed", cause);
    }
    var _ = ctx.close();
  }
}
