package dev.hachi.openfaas.provider.rest;

import com.sun.net.httpserver.HttpExchange;
import dev.hachi.openfaas.provider.contract.Json;
import dev.hachi.openfaas.provider.contract.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One request and its answer. */
final class Exchange {
  private static final int BODY_MAX = 2 * 1024 * 1024;
  private static final int TOO_LARGE = 413;
  private static final int NO_BODY = -1;

  private final HttpExchange http;
  private final String path;
  private final @Nullable String query;

  Exchange(HttpExchange http) {
    this.http = http;
    // As it came: the parsed URI takes what follows two slashes for a host.
    String target = http.getRequestURI().toString();
    int mark = target.indexOf('?');
    this.path = mark < 0 ? target : target.substring(0, mark);
    this.query = mark < 0 ? null : target.substring(mark + 1);
  }

  HttpExchange http() {
    return http;
  }

  String method() {
    return http.getRequestMethod();
  }

  /** As it came, nothing decoded. */
  String path() {
    return path;
  }

  /** Path and query below {@code prefix}. */
  String below(String prefix) {
    return path.substring(prefix.length()) + (query == null ? "" : "?" + query);
  }

  /** The last value of a parameter; empty when there is none. */
  Optional<String> parameter(String name) {
    Optional<String> found = Optional.empty();
    for (String pair : query == null ? new String[0] : query.split("&", -1)) {
      int equal = pair.indexOf('=');
      if (decoded(equal < 0 ? pair : pair.substring(0, equal)).equals(name)) {
        found = Optional.of(equal < 0 ? "" : decoded(pair.substring(equal + 1)));
      }
    }
    return found.filter(value -> !value.isEmpty());
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Refused.bad("the query is malformed: " + e.getMessage());
    }
  }

  // ---- request ----------------------------------------------------------------------------------

  /** The body as JSON of {@code type}. */
  <T> T json(Class<T> type) throws IOException {
    return Json.read(body(BODY_MAX), type);
  }

  /** The body, if it has no more than {@code max} bytes. */
  byte[] body(int max) throws IOException {
    if (length() > max) {
      throw tooLarge(max);
    }
    byte[] body = http.getRequestBody().readNBytes(max + 1);
    if (body.length > max) {
      throw tooLarge(max);
    }
    return body;
  }

  private static Refused tooLarge(int max) {
    return new Refused(TOO_LARGE, "the body is larger than %d bytes".formatted(max));
  }

  /** Of the body; 0 when there is none, -1 when nobody knows. */
  long length() {
    String length = http.getRequestHeaders().getFirst("Content-Length");
    if (length != null) {
      return Long.parseLong(length);
    }
    return http.getRequestHeaders().containsKey("Transfer-Encoding") ? -1 : 0;
  }

  // ---- answer -----------------------------------------------------------------------------------

  void answer(int status) throws IOException {
    http.sendResponseHeaders(status, NO_BODY);
  }

  void text(int status, String text) throws IOException {
    answer(status, "text/plain; charset=utf-8", text + "\n");
  }

  void json(int status, Object value) throws IOException {
    answer(status, "application/json", Json.text(value));
  }

  private void answer(int status, String type, String text) throws IOException {
    http.getResponseHeaders().set("Content-Type", type);
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    if (method().equals("HEAD")) {
      http.sendResponseHeaders(status, NO_BODY);
      return;
    }
    http.sendResponseHeaders(status, body.length);
    try (OutputStream out = http.getResponseBody()) {
      out.write(body);
    }
  }

  /** Passes a body on as it comes; {@code length} is -1 when nobody knows it. */
  void stream(int status, InputStream body, long length) throws IOException {
    if (length == 0 || method().equals("HEAD") || status == 204 || status == 304) {
      if (length > 0) {
        http.getResponseHeaders().set("Content-Length", "" + length);
      }
      http.sendResponseHeaders(status, NO_BODY);
      return;
    }
    http.sendResponseHeaders(status, Math.max(0, length));
    byte[] buffer = new byte[16 * 1024];
    // Not closed when the body breaks off: that would say that it is whole.
    OutputStream out = http.getResponseBody();
    for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
      out.write(buffer, 0, count);
      out.flush();
    }
    out.close();
  }
}
