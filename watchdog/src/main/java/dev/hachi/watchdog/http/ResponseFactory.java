package dev.hachi.watchdog.http;

import dev.hachi.function.Header;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Frames an answer for the request that it answers. */
final class ResponseFactory {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private static volatile Second now = new Second(0, "");

  private ResponseFactory() {}

  private record Second(long epoch, String text) {}

  static FullHttpResponse response(HttpRequest head, Answer answer, boolean keepAlive) {
    boolean oldClient = head.protocolVersion().equals(HttpVersion.HTTP_1_0);
    boolean bodiless = answer.status() == 204 || answer.status() == 304;
    boolean headOnly = head.method().equals(HttpMethod.HEAD);
    ByteBuf body =
        bodiless || headOnly
            ? Unpooled.EMPTY_BUFFER
            : Unpooled.wrappedBuffer(answer.body().buffer());
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            oldClient ? HttpVersion.HTTP_1_0 : HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(answer.status()),
            body);
    HttpHeaders headers = response.headers();
    for (Header header : answer.headers()) {
      headers.add(header.name(), header.value());
    }
    if (!headers.contains("Date")) {
      headers.set("Date", date());
    }
    // As Go does: HEAD tells the length of what GET would send, and an unknown one not at all.
    if (!bodiless && !(headOnly && answer.body().size() == 0)) {
      headers.set("Content-Length", answer.body().size());
    }
    if (!keepAlive) {
      headers.set("Connection", "close");
    } else if (oldClient) {
      headers.set("Connection", "keep-alive");
    }
    return response;
  }

  private static String date() {
    long millis = System.currentTimeMillis();
    Second second = now;
    if (second.epoch() != millis / 1000) {
      second = new Second(millis / 1000, DATE.format(Instant.ofEpochMilli(millis)));
      now = second;
    }
    return second.text();
  }
}
