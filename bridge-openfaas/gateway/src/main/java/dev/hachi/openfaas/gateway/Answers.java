package dev.hachi.openfaas.gateway;

import dev.hachi.function.Bytes;
import dev.hachi.function.Header;
import dev.hachi.function.Reply;
import dev.hachi.runtime.FailureCode;
import dev.hachi.runtime.Outcome;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What an answer of the gateway means. Pure. */
final class Answers {
  /** How an author sees an answer that is no reply: the function's refusal, mostly. */
  private static final String STATUS_CODE = "status_";

  private static final int SHOWN_MAX = 200;
  private static final Set<String> NOT_PASSED_ON =
      Set.of(
          "connection",
          "content-length",
          "content-type",
          "keep-alive",
          "proxy-authenticate",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private Answers() {}

  /** Whether the same request may fare better a little later. */
  static boolean isWorthRepeating(int status) {
    return status == 429 || status == 502 || status == 503;
  }

  /** Of a function that was invoked at once. */
  static Outcome ofCall(GatewayCall call, int status, HttpHeaders headers, byte[] body) {
    if (status == 429) {
      return new Outcome.Failed(FailureCode.OVERLOADED, said(call, status, body));
    }
    if (isWorthRepeating(status)) {
      return new Outcome.Failed(FailureCode.FUNCTION_FAILED, said(call, status, body));
    }
    return status < 400
        ? new Outcome.Replied(reply(status, headers, body))
        : new Outcome.Failed(STATUS_CODE + status, said(call, status, body));
  }

  /** Of the queue. What is the operator's to mend is repeated until it is mended. */
  static Outcome ofQueue(GatewayCall call, int status, byte[] body) {
    if (status >= 200 && status < 300) {
      return new Outcome.Replied(new Reply(status, "", List.of(), Bytes.EMPTY));
    }
    return switch (status) {
      case 404 ->
          new Outcome.Failed(
              FailureCode.NO_SUCH_FUNCTION,
              said(call, status, body) + "; deploy it, or give the gateway a queue");
      case 429 -> new Outcome.Failed(FailureCode.OVERLOADED, said(call, status, body));
      case 400, 405, 413, 414, 415, 431 ->
          new Outcome.Failed(STATUS_CODE + status, said(call, status, body));
      default -> new Outcome.Failed(FailureCode.FUNCTION_FAILED, said(call, status, body));
    };
  }

  private static String said(GatewayCall call, int status, byte[] body) {
    var length = Math.min(body.length, SHOWN_MAX);
    var text = new String(body, 0, length, StandardCharsets.UTF_8).strip();
    return "the gateway answered %d for the function %s%s"
        .formatted(status, call.name(), text.isEmpty() ? "" : ": " + text);
  }

  private static Reply reply(int status, HttpHeaders headers, byte[] body) {
    var passed = new ArrayList<Header>();
    headers
        .map()
        .forEach((name, values) -> {
          if (!name.startsWith(":") && !NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
            values.forEach(value -> passed.add(new Header(name, value)));
          }
        });
    var contentType = headers.firstValue("Content-Type").orElse("");
    return new Reply(status, contentType, passed, Bytes.of(body));
  }
}
