package dev.hachi.watchdog.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/** One connection to the function, for one request at a time. Lives on its event loop. */
final class UpstreamConnection extends ChannelInboundHandlerAdapter {
  private final SocketChannel channel;
  private final ResponseDecoder decoder;
  private @Nullable UpstreamUser user;
  private boolean informational;
  private boolean sent;
  private boolean reusable;
  private boolean tunnel;
  private boolean used;
  private long idleSince;

  UpstreamConnection(SocketChannel channel, ResponseDecoder decoder) {
    this.channel = channel;
    this.decoder = decoder;
  }

  /** Whether a request was answered here before: then the function may close it unseen. */
  boolean used() {
    return used;
  }

  void serve(UpstreamUser next) {
    user = next;
    sent = false;
    reusable = false;
    channel.config().setAutoRead(true);
  }

  void send(HttpRequest head) {
    decoder.expect(head.method().name());
    write(head);
  }

  void send(ByteBuf part) {
    if (tunnel) {
      write(part);
    } else {
      write(new DefaultHttpContent(part));
    }
  }

  void sendEnd(HttpHeaders trailers) {
    LastHttpContent last = LastHttpContent.EMPTY_LAST_CONTENT;
    if (!trailers.isEmpty()) {
      last = new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER);
      last.trailingHeaders().add(trailers);
    }
    write(last);
    sent = true;
  }

  private void write(Object message) {
    channel.write(message).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
  }

  void flush() {
    var _ = channel.flush();
  }

  boolean writable() {
    return channel.isWritable();
  }

  void demand(boolean welcome) {
    channel.config().setAutoRead(welcome);
  }

  /** Whether the next request may be sent here. */
  boolean reusable() {
    return reusable && sent && !tunnel && channel.isActive();
  }

  void rest(long now) {
    used = true;
    idleSince = now;
  }

  boolean restsSince(long moment) {
    return idleSince - moment <= 0;
  }

  boolean active() {
    return channel.isActive();
  }

  /** Ends it without a word to its user. */
  void close() {
    user = null;
    var _ = channel.close();
  }

  /** From now on both sides speak something else than HTTP. */
  void tunnel() {
    tunnel = true;
    channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    var _ = channel.pipeline().remove(RequestEncoder.class);
    // Later: the decoder is what called. What it kept comes as bytes.
    channel
        .eventLoop()
        .execute(() -> {
          if (channel.isActive()) {
            channel.pipeline().remove(decoder);
          }
        });
  }

  void closeOutput() {
    var _ = channel.shutdownOutput();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    UpstreamUser current = user;
    if (current == null) {
      // Nothing was asked: what speaks here is out of step.
      ReferenceCountUtil.release(message);
      close();
    } else if (message instanceof ByteBuf bytes) {
      current.answerPart(bytes);
    } else {
      answered(current, message);
      ReferenceCountUtil.release(message);
    }
  }

  private void answered(UpstreamUser current, Object message) {
    if (message instanceof HttpResponse head) {
      if (head.decoderResult().isFailure()) {
        fail("malformed HTTP response: " + head.decoderResult().cause().getMessage());
        return;
      }
      int code = head.status().code();
      informational = code < 200 && code != 101;
      if (!informational) {
        reusable = HttpUtil.isKeepAlive(head);
        current.answer(head);
      }
    }
    if (message instanceof HttpContent content && !informational && user != null) {
      if (content.decoderResult().isFailure()) {
        fail("malformed HTTP response: " + content.decoderResult().cause().getMessage());
        return;
      }
      if (content.content().isReadable()) {
        current.answerPart(content.content().retain());
      }
      if (content instanceof LastHttpContent last && !tunnel) {
        ended(last);
      }
    }
  }

  private void ended(LastHttpContent last) {
    UpstreamUser current = user;
    user = null;
    if (current != null) {
      current.answerEnd(last.trailingHeaders());
    }
  }

  private void fail(String why) {
    UpstreamUser current = user;
    close();
    if (current != null) {
      current.upstreamFailed(why);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (user != null) {
      user.answerPaused();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (user != null) {
      user.upstreamWritabilityChanged();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent && user != null) {
      user.upstreamInputClosed();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    fail("the function closed the connection");
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    fail(String.valueOf(cause.getMessage()));
  }
}
