package dev.hachi.watchdog.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;

/**
 * Netty's decoder with Go's bound on the header block, and stricter about what can be read in two
 * ways.
 *
 * <p>After a request that asks for another protocol it waits: what follows may be no HTTP.
 */
final class RequestDecoder extends HttpRequestDecoder {
  // net/http's default of 1 MB, plus the slop that it allows.
  private static final int HEADERS_MAX = 1024 * 1024 + 4096;
  // As much as one read brings.
  private static final int PART_MAX = 64 * 1024;
  private static final DecoderResult FOLDED =
      DecoderResult.failure(new IllegalArgumentException("a header goes on in the next line"));

  private final HeaderFolding folding = new HeaderFolding();
  private boolean inHead = true;
  private boolean inTrailers;
  private boolean waiting;

  RequestDecoder() {
    super(
        new HttpDecoderConfig()
            .setMaxInitialLineLength(HEADERS_MAX)
            .setMaxHeaderSize(HEADERS_MAX)
            .setMaxChunkSize(PART_MAX));
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf buffer, List<Object> out)
      throws Exception {
    if (waiting) {
      return;
    }
    int before = out.size();
    int from = buffer.readerIndex();
    super.decode(ctx, buffer, out);
    // Netty never reads of a head and of a body in one go.
    if (inHead || inTrailers) {
      folding.read(buffer, from);
    } else if (out.size() == before && isLastSize(buffer, from)) {
      inTrailers = true;
      folding.beginTrailers();
    }
    for (int i = before; i < out.size(); i++) {
      decoded(out.get(i));
    }
  }

  private void decoded(Object part) {
    if (part instanceof HttpRequest head) {
      waiting |= asksForUpgrade(head);
      if (folding.endLines()) {
        head.setDecoderResult(FOLDED);
      }
    }
    inHead = part instanceof LastHttpContent;
    if (part instanceof LastHttpContent last && inTrailers) {
      inTrailers = false;
      if (folding.endLines()) {
        last.setDecoderResult(FOLDED);
      }
    }
  }

  /** Whether the line from {@code from} on says that no more chunks but trailers follow. */
  private static boolean isLastSize(ByteBuf buffer, int from) {
    int at = from;
    while (at < buffer.readerIndex() && buffer.getByte(at) <= ' ') {
      at++;
    }
    int first = at;
    while (at < buffer.readerIndex() && buffer.getByte(at) == '0') {
      at++;
    }
    return at > first && at < buffer.readerIndex() && Character.digit(buffer.getByte(at), 16) < 0;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
    if (waiting) {
      // One read is kept at most.
      ctx.channel().config().setAutoRead(false);
    }
    super.channelRead(ctx, message);
  }

  /** The request before was answered in HTTP; so is what follows. */
  static void goOn(ChannelHandlerContext connection) {
    ChannelHandlerContext own = connection.pipeline().context(RequestDecoder.class);
    if (own != null && own.handler() instanceof RequestDecoder decoder && decoder.waiting) {
      // Later: the decoder may be what called.
      connection.executor().execute(() -> decoder.decodeOn(own));
    }
  }

  /** What follows is no HTTP, in both directions; what was kept comes as bytes. */
  static void giveWay(ChannelHandlerContext connection) {
    connection.pipeline().remove(HttpResponseEncoder.class);
    connection
        .executor()
        .execute(() -> {
          connection.channel().config().setAutoRead(true);
          if (connection.channel().isActive()) {
            connection.pipeline().remove(RequestDecoder.class);
          }
        });
  }

  private void decodeOn(ChannelHandlerContext ctx) {
    waiting = false;
    ctx.channel().config().setAutoRead(true);
    try {
      channelRead(ctx, Unpooled.EMPTY_BUFFER);
      channelReadComplete(ctx);
    } catch (Exception e) {
      ctx.fireExceptionCaught(e);
    }
  }

  private static boolean asksForUpgrade(HttpRequest head) {
    return head.headers().contains(HttpHeaderNames.UPGRADE)
        && !head.headers().contains(HttpHeaderNames.CONTENT_LENGTH)
        && !head.headers().contains(HttpHeaderNames.TRANSFER_ENCODING);
  }

  /** A message with two lengths is how requests are smuggled past a proxy. */
  @Override
  protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
    throw new IllegalArgumentException("both Content-Length and Transfer-Encoding are present");
  }
}
