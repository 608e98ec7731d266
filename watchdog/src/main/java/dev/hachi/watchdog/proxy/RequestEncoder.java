package dev.hachi.watchdog.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestEncoder;
import java.nio.charset.StandardCharsets;

/** Netty's encoder, but the target keeps the bytes that the client sent. */
final class RequestEncoder extends HttpRequestEncoder {
  @Override
  protected void encodeInitialLine(ByteBuf out, HttpRequest request) {
    String line = request.method().name() + ' ' + request.uri() + " HTTP/1.1\r\n";
    out.writeCharSequence(line, StandardCharsets.ISO_8859_1);
  }
}
