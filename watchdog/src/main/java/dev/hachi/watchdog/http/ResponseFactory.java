package dev.hachi.watchdog.http;

import dev.hachi.function.Header;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
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
            StatusText.of(answer.status()),
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

  /**
   * A head whose body follows in parts.
   *
   * @param chunked whether the parts are framed as chunks
   * @param bodiless whether the parts must not be sent at all
   */
  record Framed(HttpResponse response, boolean chunked, boolean bodiless, boolean keepAlive) {}

  /** Frames {@code answer} as Go's server does; {@code first} is the beginning of its body. */
  static Framed head(
      HttpRequest request, AnswerHead answer, ByteBuf first, long length, boolean keepAlive) {
    boolean oldClient = request.protocolVersion().equals(HttpVersion.HTTP_1_0);
    boolean forbidden = answer.status() == 204 || answer.status() == 304;
    boolean headOnly = request.method().equals(HttpMethod.HEAD);
    HttpHeaders headers = answer.headers();
    headers.remove("Transfer-Encoding");
    if (length >= 0 && !forbidden && !(headOnly && length == 0)) {
      headers.set("Content-Length", length);
    } else if (answer.status() != 304) {
      headers.remove("Content-Length");
    }
    boolean chunked = length < 0 && !forbidden && !headOnly && !oldClient;
    if (chunked) {
      headers.set("Transfer-Encoding", "chunked");
    }
    if (first.isReadable() && !forbidden && untyped(headers)) {
      headers.set("Content-Type", ContentSniffer.type(first));
    }
    boolean delimited = length >= 0 || chunked || forbidden || headOnly;
    boolean lasting = keepAlive && delimited && !headers.containsValue("Connection", "close", true);
    persistence(headers, oldClient, lasting);
    if (!headers.contains("Date")) {
      headers.set("Date", date());
    }
    HttpVersion version = oldClient ? HttpVersion.HTTP_1_0 : HttpVersion.HTTP_1_1;
    return new Framed(
        new DefaultHttpResponse(version, StatusText.of(answer.status()), headers),
        chunked,
        forbidden || headOnly,
        lasting);
  }

  private static boolean untyped(HttpHeaders headers) {
    return !headers.contains("Content-Type") && !headers.contains("Content-Encoding");
  }

  private static void persistence(HttpHeaders headers, boolean oldClient, boolean lasting) {
    if (!lasting && !oldClient && !headers.containsValue("Connection", "close", true)) {
      headers.set("Connection", "close");
    } else if (lasting && oldClient) {
      headers.set("Connection", "keep-alive");
    } else if (!lasting && oldClient) {
      headers.remove("Connection");
    }
  }

  /** The head after which a connection speaks another protocol. */
  static FullHttpResponse switching(AnswerHead answer) {
    return new DefaultFullHttpResponse(
        HttpVersion.HTTP_1_1,
        StatusText.of(answer.status()),
        Unpooled.EMPTY_BUFFER,
        answer.headers(),
        EmptyHttpHeaders.INSTANCE);
  }

  static FullHttpResponse invitation() {
    return new DefaultFullHttpResponse(
        HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER);
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
