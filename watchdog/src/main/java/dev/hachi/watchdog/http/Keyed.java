package dev.hachi.watchdog.http;

import com.fasterxml.jackson.core.JsonPointer;
import dev.hachi.watchdog.config.KeySource;
import java.util.Locale;

/** Which requests of a stateful function are for a key, and which pass to its process. Pure. */
enum Keyed {
  /** It names a key. */
  YES,
  /** It names none. */
  NO,
  /** Its JSON body tells. */
  BODY_TELLS,
  /** It means the process protocol, which is not for callers. */
  RESERVED;

  private static final String PROTOCOL = "_hachi";

  static Keyed of(Call head, KeySource source) {
    String[] segments = head.path().substring(1).split("/", -1);
    if (Percent.segments(head.path()).stream().findFirst().filter(Keyed::isProtocol).isPresent()) {
      return RESERVED;
    }
    if (segments.length != (source instanceof KeySource.Path ? 2 : 1) || hasEmpty(segments)) {
      return NO;
    }
    return switch (source) {
      case KeySource.Path _ -> YES;
      case KeySource.Header(String name) -> of(head.header(name).isPresent());
      case KeySource.Query(String name) -> of(Target.names(head.query(), name));
      case KeySource.Json(JsonPointer _) -> isJson(head) ? BODY_TELLS : NO;
    };
  }

  /** Decides by the body what {@link #BODY_TELLS} left open. */
  static boolean byBody(Call call, KeySource source) {
    return source instanceof KeySource.Json(JsonPointer pointer)
        && BodyKey.isPresent(pointer, call.body());
  }

  private static Keyed of(boolean present) {
    return present ? YES : NO;
  }

  /** A function may compare paths without regard to case. */
  private static boolean isProtocol(String segment) {
    return PROTOCOL.equalsIgnoreCase(segment);
  }

  private static boolean hasEmpty(String[] segments) {
    for (String segment : segments) {
      if (segment.isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private static boolean isJson(Call head) {
    String type = head.header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
    int parameters = type.indexOf(';');
    String bare = (parameters < 0 ? type : type.substring(0, parameters)).strip();
    return bare.equals("application/json") || bare.endsWith("+json");
  }
}
