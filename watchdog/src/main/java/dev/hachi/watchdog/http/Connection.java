package dev.hachi.watchdog.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.ArrayDeque;
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
  // How much of a body nobody wants is read for the sake of the next request, as in Go's server.
  private static final int DISCARDED_MAX = 256 * 1024;

  private enum Phase {
    WAITING,
    ACTIVE,
    DISCARDING,
    LINGERING,
    TUNNEL
  }

  private final Service service;
  private final ConnectionClock clock;
  // What a client sent ahead. One read at most: reading stops while something waits here.
  private final Queue<Object> pending = new ArrayDeque<>();
  private Phase phase = Phase.WAITING;
  private @Nullable OpenRequest open;
  private int discarded;
  private boolean inputClosed;
  private boolean leaving;
  private boolean resuming;

  Connection(Service service, ConnectionLimits limits) {
    this.service = service;
    this.clock = new ConnectionClock(limits);
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    waitForRequest();
    scheduleTick(ctx);
    ctx.fireChannelActive();
  }

  private void waitForRequest() {
    phase = Phase.WAITING;
    open = null;
    clock.waiting();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    switch (phase) {
      case LINGERING -> ReferenceCountUtil.release(message);
      case WAITING, DISCARDING -> take(ctx, message);
      case ACTIVE, TUNNEL -> {
        if (phase == Phase.TUNNEL && open != null) {
          open.bytes(message);
        } else if (arriving()) {
          take(ctx, message);
        } else {
          pending.add(message);
        }
      }
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (!pending.isEmpty()) {
      ctx.channel().config().setAutoRead(false);
    }
    ctx.fireChannelReadComplete();
  }

  private boolean arriving() {
    return open != null && open.arriving();
  }

  private void take(ChannelHandlerContext ctx, Object message) {
    try {
      if (message instanceof HttpRequest request && phase == Phase.WAITING) {
        phase = Phase.ACTIVE;
        clock.begun();
        OpenRequest begun = new OpenRequest(service, new ServerExchange(this, ctx, request));
        open = begun;
        begun.begin();
      }
      if (message instanceof HttpContent content && open != null && open.arriving()) {
        arrived(ctx, open, content);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void arrived(ChannelHandlerContext ctx, OpenRequest request, HttpContent content) {
    if (phase == Phase.DISCARDING) {
      discard(ctx, content);
      return;
    }
    request.arrived(content);
    if (phase == Phase.ACTIVE && !request.arriving()) {
      // One read stays pending, or nobody would notice that the client is gone.
      ctx.channel().config().setAutoRead(true);
    }
  }

  private void discard(ChannelHandlerContext ctx, HttpContent content) {
    discarded += content.content().readableBytes();
    if (content.decoderResult().isFailure() || discarded > DISCARDED_MAX) {
      linger(ctx);
    } else if (content instanceof LastHttpContent) {
      resume(ctx);
    }
  }

  /** Whether the connection ends after the answer that begins now. */
  boolean closing() {
    return leaving || service.leaving() || (inputClosed && pending.isEmpty());
  }

  /** The answer begins now. */
  void answering() {
    clock.answering();
  }

  /** More of the body is welcome, or not yet. */
  void demand(ChannelHandlerContext ctx, boolean welcome) {
    if (arriving() || phase == Phase.TUNNEL) {
      ctx.channel().config().setAutoRead(welcome);
    }
  }

  /** The answer of {@code ended} has left, or cannot. */
  void answered(ChannelHandlerContext ctx, ServerExchange ended, boolean goOn) {
    if (open == null || !open.isOf(ended) || !ctx.channel().isActive()) {
      return;
    }
    if (!goOn) {
      end(ctx);
    } else if (open.arriving()) {
      phase = Phase.DISCARDING;
      discarded = 0;
      ctx.channel().config().setAutoRead(true);
      closeLater(ctx, Phase.DISCARDING);
    } else {
      resume(ctx);
    }
  }

  /** Closing while the client still sends would reset the answer on its way. */
  private void end(ChannelHandlerContext ctx) {
    boolean quiet = !arriving() && pending.isEmpty();
    if (quiet || inputClosed) {
      var _ = ctx.close();
    } else {
      linger(ctx);
    }
  }

  private void linger(ChannelHandlerContext ctx) {
    phase = Phase.LINGERING;
    releasePending();
    if (ctx.channel() instanceof SocketChannel socket) {
      var _ = socket.shutdownOutput();
    }
    ctx.channel().config().setAutoRead(true);
    closeLater(ctx, Phase.LINGERING);
  }

  private void closeLater(ChannelHandlerContext ctx, Phase unlessLeft) {
    OpenRequest until = open;
    Runnable close = () -> closeIf(ctx, phase == unlessLeft && open == until);
    var _ = ctx.executor().schedule(close, LINGER_NANOS, TimeUnit.NANOSECONDS);
  }

  /** Goes on with what was sent ahead; a loop, since each of those may be answered at once. */
  private void resume(ChannelHandlerContext ctx) {
    waitForRequest();
    if (resuming) {
      return;
    }
    resuming = true;
    while ((phase == Phase.WAITING || arriving()) && !pending.isEmpty()) {
      take(ctx, pending.remove());
    }
    resuming = false;
    if (pending.isEmpty() && phase == Phase.WAITING) {
      ctx.channel().config().setAutoRead(true);
      RequestDecoder.goOn(ctx);
      closeIfDone(ctx);
    }
  }

  /** From now on both sides speak something else than HTTP. */
  void tunnel(ChannelHandlerContext ctx) {
    phase = Phase.TUNNEL;
    RequestDecoder.giveWay(ctx);
  }

  private void closeIfDone(ChannelHandlerContext ctx) {
    boolean nothingComes = inputClosed && (phase == Phase.WAITING || phase == Phase.LINGERING);
    if (nothingComes || (leaving && phase == Phase.WAITING)) {
      var _ = ctx.close();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      inputClosed = true;
      if (open != null) {
        open.inputClosed();
      }
      closeIfDone(ctx);
    } else if (event == LEAVE) {
      leaving = true;
      closeIfDone(ctx);
    }
    ctx.fireUserEventTriggered(event);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (open != null) {
      open.writabilityChanged();
    }
    ctx.fireChannelWritabilityChanged();
  }

  private void scheduleTick(ChannelHandlerContext ctx) {
    var _ = ctx.executor().schedule(() -> tick(ctx), clock.tickNanos(), TimeUnit.NANOSECONDS);
  }

  private void tick(ChannelHandlerContext ctx) {
    if (!ctx.channel().isActive() || phase == Phase.TUNNEL) {
      return;
    }
    long now = System.nanoTime();
    if (phase == Phase.WAITING) {
      closeIf(ctx, clock.readLate(now));
    } else if (phase == Phase.ACTIVE && open != null) {
      if ((open.arriving() && clock.readLate(now)) || clock.writeLate(now)) {
        open.late(clock.lateness(open.arriving(), now));
      }
    }
    scheduleTick(ctx);
  }

  private static void closeIf(ChannelHandlerContext ctx, boolean late) {
    if (late) {
      var _ = ctx.close();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    phase = Phase.LINGERING;
    if (open != null) {
      open.connectionClosed();
    }
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
