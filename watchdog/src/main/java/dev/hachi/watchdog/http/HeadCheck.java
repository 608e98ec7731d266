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
    int hosts = head.headers().getAll(HttpHeaderNames.HOST).size();
    if (hosts > 1 || (hosts == 0 && head.protocolVersion().equals(HttpVersion.HTTP_1_1))) {
      return Optional.of(plain(400, "400 Bad Request: exactly one Host header is required"));
    }
    String expect = head.headers().get(HttpHeaderNames.EXPECT);
    if (expect != null && !expect.equalsIgnoreCase("100-continue")) {
      return Optional.of(Answer.empty(417));
    }
    return Optional.empty();
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
        "the body has more than " + bodyMax + " bytes, which is what hachi_body_max allows");
  }

  private static boolean chunked(String encoding) {
    return encoding.equalsIgnoreCase("chunked");
  }

  private static Answer plain(int status, String text) {
    Header type = new Header("Content-Type", "text/plain; charset=utf-8");
    return new Answer(status, List.of(type), Bytes.utf8(text));
  }
}
