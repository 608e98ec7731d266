package dev.hachi.watchdog.proxy;

import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponseDecoder;

/** Netty's decoder, told whether the request was HEAD: then no body follows. */
final class ResponseDecoder extends HttpResponseDecoder {
  // As much as one read brings.
  private static final int PART_MAX = 64 * 1024;

  private boolean headOnly;

  /** Reads answers whose head, and whose trailers, have at most {@code headersMax} bytes. */
  ResponseDecoder(int headersMax) {
    super(
        new HttpDecoderConfig()
            .setMaxInitialLineLength(headersMax)
            .setMaxHeaderSize(headersMax)
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
