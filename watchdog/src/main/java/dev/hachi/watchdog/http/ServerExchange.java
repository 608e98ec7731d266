package dev.hachi.watchdog.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The answer's side of one request on a connection.
 *
 * <p>A short body of unknown length is held back for a moment, as Go's server holds it: when it
 * ends by then, it is sent with its length instead of in chunks.
 */
final class ServerExchange implements Exchange {
  // What Go's server buffers before it decides how to frame an answer.
  private static final int HELD_MAX = 2048;
  private static final long HOLD_MILLIS = 20;

  private enum Phase {
    NOT_STARTED,
    HELD,
    OPEN,
    TUNNEL,
    ENDED
  }

  private final Connection connection;
  private final ChannelHandlerContext ctx;
  private final HttpRequest request;
  private final List<ByteBuf> held = new ArrayList<>(0);
  private Phase phase = Phase.NOT_STARTED;
  private @Nullable AnswerHead head;
  private final List<Ended> listeners = new ArrayList<>(2);
  private int heldBytes;
  private int status;
  private boolean keepAlive;
  private boolean chunked;
  private boolean bodiless;
  private boolean holding;
  private boolean uninvited;
  private boolean over;

  ServerExchange(Connection connection, ChannelHandlerContext ctx, HttpRequest request) {
    this.connection = connection;
    this.ctx = ctx;
    this.request = request;
    this.keepAlive = HttpUtil.isKeepAlive(request);
    this.uninvited = HttpUtil.is100ContinueExpected(request);
  }

  @Override
  public HttpRequest head() {
    return request;
  }

  @Override
  public EventLoop loop() {
    return ctx.channel().eventLoop();
  }

  @Override
  public String client() {
    return ctx.channel().remoteAddress() instanceof InetSocketAddress address
        ? address.getAddress().getHostAddress()
        : "";
  }

  @Override
  public void demand(boolean welcome) {
    if (!over) {
      connection.demand(ctx, welcome);
    }
  }

  @Override
  public boolean started() {
    return over || phase != Phase.NOT_STARTED;
  }

  @Override
  public boolean writable() {
    return ctx.channel().isWritable();
  }

  @Override
  public void whenEnded(Ended ended) {
    listeners.add(ended);
  }

  @Override
  public void start(AnswerHead answer) {
    if (started()) {
      return;
    }
    begin(answer.status());
    head = answer;
    phase = Phase.HELD;
    if (answer.live()) {
      open(answer, Unpooled.EMPTY_BUFFER, answer.length());
      ctx.flush();
    }
  }

  private void begin(int answerStatus) {
    status = answerStatus;
    connection.answering();
    // Whether an uninvited body comes nevertheless is the client's choice; so this must be the end.
    keepAlive &= !connection.closing() && !uninvited;
  }

  @Override
  public void write(ByteBuf part) {
    if (over || phase == Phase.ENDED || !part.isReadable()) {
      part.release();
      return;
    }
    switch (phase) {
      case HELD -> hold(part);
      case OPEN -> send(part);
      case TUNNEL -> observe(ctx.write(part));
      case NOT_STARTED, ENDED -> part.release();
    }
  }

  private void hold(ByteBuf part) {
    held.add(part);
    heldBytes += part.readableBytes();
    if (head != null && (head.length() >= 0 || heldBytes > HELD_MAX)) {
      openHeld(head, head.length());
    }
  }

  private void openHeld(AnswerHead answer, long length) {
    open(answer, held.isEmpty() ? Unpooled.EMPTY_BUFFER : held.getFirst(), length);
    held.forEach(this::send);
    held.clear();
  }

  private void open(AnswerHead answer, ByteBuf first, long length) {
    ResponseFactory.Framed framed = ResponseFactory.head(request, answer, first, length, keepAlive);
    phase = Phase.OPEN;
    chunked = framed.chunked();
    bodiless = framed.bodiless();
    keepAlive = framed.keepAlive();
    observe(ctx.write(framed.response()));
  }

  private void send(ByteBuf part) {
    if (bodiless) {
      part.release();
    } else {
      observe(ctx.write(new DefaultHttpContent(part)));
    }
  }

  @Override
  public void flush() {
    if (over) {
      return;
    }
    ctx.flush();
    if (phase == Phase.HELD && !holding) {
      holding = true;
      var _ = ctx.executor().schedule(this::release, HOLD_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /** The rest takes its time: what there is leaves. */
  private void release() {
    if (phase == Phase.HELD && head != null && !over) {
      openHeld(head, head.length());
      ctx.flush();
    }
  }

  @Override
  public void end(HttpHeaders trailers) {
    if (over || phase == Phase.ENDED) {
      return;
    }
    if (phase == Phase.TUNNEL || head == null) {
      phase = Phase.ENDED;
      keepAlive = false;
      finish(ctx.writeAndFlush(Unpooled.EMPTY_BUFFER));
      return;
    }
    if (phase == Phase.HELD) {
      boolean known = head.length() >= 0 || !trailers.isEmpty();
      openHeld(head, known ? head.length() : heldBytes);
    }
    phase = Phase.ENDED;
    LastHttpContent last =
        chunked && !trailers.isEmpty()
            ? withTrailers(trailers)
            : LastHttpContent.EMPTY_LAST_CONTENT;
    finish(ctx.writeAndFlush(last));
  }

  private static LastHttpContent withTrailers(HttpHeaders trailers) {
    LastHttpContent last = new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER);
    trailers.forEach(line -> last.trailingHeaders().add(line.getKey(), line.getValue()));
    return last;
  }

  /** Answers with something whole; {@code close} ends the connection after it. */
  void answer(Answer answer, boolean close) {
    if (started()) {
      return;
    }
    begin(answer.status());
    keepAlive &= !close;
    phase = Phase.ENDED;
    finish(ctx.writeAndFlush(ResponseFactory.response(request, answer, keepAlive)));
  }

  /** Answers in place of a responder, or cuts what it has sent. */
  void interrupt(Answer answer) {
    if (started()) {
      cut();
    } else {
      answer(answer, true);
    }
  }

  private void finish(ChannelFuture written) {
    written.addListener(
        (ChannelFutureListener)
            done -> {
              over();
              connection.answered(ctx, this, done.isSuccess() && keepAlive);
            });
  }

  private void observe(ChannelFuture written) {
    written.addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
  }

  @Override
  public void tunnel(AnswerHead answer) {
    if (started()) {
      return;
    }
    begin(answer.status());
    phase = Phase.TUNNEL;
    observe(ctx.writeAndFlush(ResponseFactory.switching(answer)));
    connection.tunnel(ctx);
  }

  @Override
  public void abort() {
    // An answer that is whole, and only on its way, is not cut.
    if (phase != Phase.ENDED) {
      cut();
    }
  }

  private void cut() {
    if (!over) {
      over();
      var _ = ctx.close();
    }
  }

  /** Nothing more can be said; whoever waits for the end hears of it. */
  void over() {
    if (over) {
      return;
    }
    over = true;
    held.forEach(ByteBuf::release);
    held.clear();
    listeners.forEach(listener -> listener.ended(status));
  }

  /** Asks a client that waits with its body to send it. */
  void invite() {
    if (uninvited && !started()) {
      uninvited = false;
      observe(ctx.writeAndFlush(ResponseFactory.invitation()));
    }
  }
}
