package dev.hachi.watchdog.http;

import dev.hachi.function.Bytes;
import dev.hachi.function.Header;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.List;
import java.util.Optional;

/** Decides from a request's head alone whether the rest is worth reading. */
final class HeadCheck {
  private HeadCheck() {}

  static Optional<Answer> refusal(HttpRequest head) {
    if (unsupportedEncoding(head)) {
      return Optional.of(plain(501, "Unsupported transfer encoding"));
    }
    if (head.decoderResult().isFailure()) {
      return Optional.of(malformed(head.decoderResult()));
    }
    HttpVersion version = head.protocolVersion();
    if (version.majorVersion() != 1) {
      return Optional.of(
          plain(505, "505 HTTP Version Not Supported: unsupported protocol version"));
    }
    List<String> hosts = head.headers().getAll(HttpHeaderNames.HOST);
    if (hosts.size() > 1 || (hosts.isEmpty() && version.minorVersion() > 0)) {
      return Optional.of(plain(400, "400 Bad Request: exactly one Host header is required"));
    }
    if (!hosts.isEmpty() && !isHost(hosts.getFirst())) {
      return Optional.of(plain(400, "400 Bad Request: malformed Host header"));
    }
    String expect = head.headers().get(HttpHeaderNames.EXPECT);
    if (expect != null && !expect.equalsIgnoreCase("100-continue")) {
      return Optional.of(Answer.empty(417));
    }
    return Optional.empty();
  }

  /** Whether {@code text} can stand in a Host header, by what Go's server allows there. */
  static boolean isHost(String text) {
    return text.chars().allMatch(HeadCheck::inHost);
  }

  private static boolean inHost(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "-._~%!$&'()*+,;=:[]".indexOf(c) >= 0;
  }

  /** With a length beside it, it is not unsupported but an attempt to smuggle. */
  private static boolean unsupportedEncoding(HttpRequest head) {
    List<String> encodings = head.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
    return !encodings.isEmpty()
        && !(encodings.size() == 1 && chunked(encodings.getFirst()))
        && !head.headers().contains(HttpHeaderNames.CONTENT_LENGTH);
  }

  static Answer malformed(DecoderResult result) {
    Throwable cause = result.cause();
    if (cause instanceof TooLongHttpHeaderException || cause instanceof TooLongHttpLineException) {
      return plain(431, "431 Request Header Fields Too Large");
    }
    return plain(400, "400 Bad Request");
  }

  static Answer tooLarge(int bodyMax) {
    return OutcomeWriter.failed(
        OutcomeWriter.TOO_LARGE,
        "the body has more than "
            + bodyMax
            + " bytes, which is what hachi_body_max and hachi_bodies_max allow");
  }

  private static boolean chunked(String encoding) {
    return encoding.equalsIgnoreCase("chunked");
  }

  private static Answer plain(int status, String text) {
    Header type = new Header("Content-Type", "text/plain; charset=utf-8");
    return new Answer(status, List.of(type), Bytes.utf8(text));
  }
}
