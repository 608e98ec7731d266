package dev.hachi.watchdog.http;

import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;

/** Netty's decoder with Go's bound on the header block, and stricter about the length of a body. */
final class RequestDecoder extends HttpRequestDecoder {
  // net/http's default of 1 MB, plus the slop that it allows.
  private static final int HEADERS_MAX = 1024 * 1024 + 4096;

  RequestDecoder() {
    super(
        new HttpDecoderConfig().setMaxInitialLineLength(HEADERS_MAX).setMaxHeaderSize(HEADERS_MAX));
  }

  /** A message with two lengths is how requests are smuggled past a proxy. */
  @Override
  protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
    throw new IllegalArgumentException("both Content-Length and Transfer-Encoding are present");
  }
}
