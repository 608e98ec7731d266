package dev.hachi.watchdog.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.hachi.function.Bytes;
import dev.hachi.function.Header;
import dev.hachi.function.Reply;
import dev.hachi.runtime.FailureCode;
import dev.hachi.runtime.Outcome;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The only table from outcome to HTTP. */
final class OutcomeWriter {
  static final String BAD_KEY = "bad_key";
  static final String BAD_ID = "bad_id";
  static final String NOT_FOUND = "not_found";
  static final String TOO_LARGE = "too_large";
  static final String STARTING = "starting";
  static final String BODIES_FULL = "bodies_full";

  private static final int AUTHORS_OWN = 422;
  private static final JsonFactory JSON = new JsonFactory();
  private static final Header JSON_TYPE = new Header("Content-Type", "application/json");
  private static final Header RETRY = new Header("Retry-After", "1");

  // The connection decides how a message is framed; a function that could would break it.
  private static final Set<String> FRAMING =
      Set.of(
          "connection",
          "content-length",
          "content-type",
          "keep-alive",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private OutcomeWriter() {}

  static Answer write(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Replied(Reply reply) -> replied(reply);
      case Outcome.Failed(String code, String message) -> failed(code, message);
    };
  }

  static Answer failed(String code, String message) {
    int status = status(code);
    boolean retry = status == 429 || status == 503;
    List<Header> headers = retry ? List.of(JSON_TYPE, RETRY) : List.of(JSON_TYPE);
    return new Answer(status, headers, json(code, message));
  }

  private static int status(String code) {
    return switch (code) {
      case FailureCode.BAD_MESSAGE, BAD_KEY, BAD_ID -> 400;
      case FailureCode.NO_SUCH_HANDLER, FailureCode.NO_SUCH_FUNCTION, NOT_FOUND -> 404;
      case TOO_LARGE -> 413;
      case FailureCode.OVERLOADED -> 429;
      case FailureCode.HANDLER_FAILED -> 500;
      case FailureCode.FUNCTION_FAILED, FailureCode.BAD_ANSWER -> 502;
      case FailureCode.STORE_FAILED, FailureCode.DRAINING, FailureCode.MOVED -> 503;
      case FailureCode.NEWER_STATE -> 503;
      case STARTING, BODIES_FULL -> 503;
      case FailureCode.DEADLINE -> 504;
      case FailureCode.STORE_FULL -> 507;
      case FailureCode.CALL_LOOP -> 508;
      default -> AUTHORS_OWN;
    };
  }

  private static Answer replied(Reply reply) {
    List<Header> headers = new ArrayList<>(reply.headers().size() + 1);
    if (!reply.contentType().isEmpty()) {
      headers.add(new Header("Content-Type", reply.contentType()));
    }
    for (Header header : reply.headers()) {
      if (!FRAMING.contains(header.name().toLowerCase(Locale.ROOT))) {
        headers.add(header);
      }
    }
    for (Header header : headers) {
      if (!legal(header)) {
        return failed(
            FailureCode.HANDLER_FAILED,
            "the reply has a header that HTTP cannot carry: \"" + header.name() + "\"");
      }
    }
    return new Answer(reply.status(), headers, reply.body());
  }

  private static boolean legal(Header header) {
    return !header.name().isEmpty()
        && header.name().chars().allMatch(OutcomeWriter::inToken)
        && header.value().chars().allMatch(c -> c == '\t' || (c >= ' ' && c != 0x7f && c <= 0xff));
  }

  private static boolean inToken(int c) {
    return (c >= '0' && c <= '9')
        || (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
  }

  private static Bytes json(String code, String message) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("code", code);
      json.writeStringField("message", message);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Bytes.utf8(out.toString());
  }
}
