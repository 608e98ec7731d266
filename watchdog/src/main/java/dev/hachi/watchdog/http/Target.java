package dev.hachi.watchdog.http;

import com.fasterxml.jackson.core.JsonPointer;
import dev.hachi.runtime.Outcome;
import dev.hachi.watchdog.config.KeySource;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What a request's path names: a key's handler, or nothing. */
sealed interface Target {
  /** A handler of an entity. */
  record Named(String key, String handler) implements Target {}

  /** No address; {@code why} says so. */
  record Wrong(Outcome.Failed why) implements Target {}

  /** The longest key, in bytes of UTF-8. */
  int KEY_MAX = 512;

  static Target of(Call call, KeySource source) {
    String path = call.path();
    if (!path.startsWith("/")) {
      return notFound(source);
    }
    // Split first: an escaped slash belongs to the key.
    int handler = path.lastIndexOf('/') + 1;
    int parting = source instanceof KeySource.Path ? path.indexOf('/', 1) : 0;
    if (parting != handler - 1 || handler == path.length()) {
      return notFound(source);
    }
    Optional<String> key =
        switch (source) {
          case KeySource.Path _ -> Percent.decode(path.substring(1, parting), false);
          case KeySource.Header(String name) -> call.header(name).flatMap(Target::headerText);
          case KeySource.Query(String name) -> parameter(call.query(), name);
          case KeySource.Json(JsonPointer pointer) -> BodyKey.at(pointer, call.body());
        };
    return named(key, path.substring(handler));
  }

  private static Target named(Optional<String> key, String rawHandler) {
    Optional<String> handler = Percent.decode(rawHandler, false);
    if (key.isEmpty() || key.get().isEmpty()) {
      return badKey("the key is missing, empty or malformed");
    }
    if (handler.isEmpty()) {
      return badKey("the handler's name is not percent-encoded UTF-8");
    }
    int size = key.get().getBytes(StandardCharsets.UTF_8).length;
    if (size > KEY_MAX) {
      return badKey("the key has " + size + " bytes; " + KEY_MAX + " are allowed");
    }
    if (hasControl(key.get())) {
      return badKey("the key contains a control character");
    }
    return new Named(key.get(), handler.get());
  }

  private static boolean hasControl(String key) {
    for (int at = 0; at < key.length(); at++) {
      if (Character.isISOControl(key.charAt(at))) {
        return true;
      }
    }
    return false;
  }

  private static Optional<String> headerText(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.ISO_8859_1);
    String text = new String(bytes, StandardCharsets.UTF_8);
    return text.indexOf('\ufffd') < 0 ? Optional.of(text) : Optional.empty();
  }

  private static Optional<String> parameter(String query, String name) {
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String rawName = equals < 0 ? pair : pair.substring(0, equals);
      if (Percent.decode(rawName, true).filter(name::equals).isPresent()) {
        return Percent.decode(equals < 0 ? "" : pair.substring(equals + 1), true);
      }
    }
    return Optional.empty();
  }

  /** Whether {@code query} has a parameter {@code name}. */
  static boolean names(String query, String name) {
    for (String pair : query.split("&", -1)) {
      String rawName = pair.substring(0, pair.indexOf('=') < 0 ? pair.length() : pair.indexOf('='));
      if (Percent.decode(rawName, true).filter(name::equals).isPresent()) {
        return true;
      }
    }
    return false;
  }

  private static Target badKey(String message) {
    return new Wrong(new Outcome.Failed(OutcomeWriter.BAD_KEY, message));
  }

  private static Target notFound(KeySource source) {
    String shape = source instanceof KeySource.Path ? "/{key}/{handler}" : "/{handler}";
    return new Wrong(
        new Outcome.Failed(OutcomeWriter.NOT_FOUND, "the path names no handler; it is " + shape));
  }
}
