package dev.hachi.watchdog.proxy;

import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponseDecoder;

/** Netty's decoder, told whether the request was HEAD: then no body follows. */
final class ResponseDecoder extends HttpResponseDecoder {
  // What Go's client takes.
  private static final int HEADERS_MAX = 10 * 1024 * 1024;
  // As much as one read brings.
  private static final int PART_MAX = 64 * 1024;

  private boolean headOnly;

  ResponseDecoder() {
    super(
        new HttpDecoderConfig()
            .setMaxInitialLineLength(HEADERS_MAX)
            .setMaxHeaderSize(HEADERS_MAX)
            .setMaxChunkSize(PART_MAX));
  }

  void expect(String method) {
    headOnly = method.equals("HEAD");
  }

  @Override
  protected boolean isContentAlwaysEmpty(HttpMessage message) {
    return super.isContentAlwaysEmpty(message) || headOnly;
  }
}
