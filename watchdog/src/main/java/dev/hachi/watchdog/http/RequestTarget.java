package dev.hachi.watchdog.http;

import dev.hachi.function.Bytes;
import dev.hachi.function.Header;
import io.netty.handler.codec.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The target of a request, as Go's server and its router treat it. */
public final class RequestTarget {
  private RequestTarget() {}

  /** What stands before the query. */
  public static String path(String target) {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  /** What stands behind the path; empty when there is nothing. */
  public static String query(String target) {
    int query = target.indexOf('?');
    return query < 0 ? "" : target.substring(query + 1);
  }

  /**
   * {@code target} as Go's client sends it on: what may not stand in a path is escaped there; the
   * query is left alone.
   */
  public static String escaped(String target) {
    String path = path(target);
    if (path.chars().allMatch(RequestTarget::inPath)) {
      return target;
    }
    StringBuilder out = new StringBuilder(target.length() + 16);
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (inPath(c)) {
        out.append(c);
      } else {
        out.append("%%%02X".formatted(c & 0xff));
      }
    }
    return out.append(target, path.length(), target.length()).toString();
  }

  private static boolean inPath(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "/-_.~%!$&'()*+,;=:@[]".indexOf(c) >= 0;
  }

  /** Makes the target one that begins with a slash, or tells what to answer instead. */
  static Optional<Answer> settle(HttpRequest head) {
    if (head.method().name().equals("CONNECT")) {
      return Optional.of(Answer.empty(405));
    }
    if (head.uri().equals("*")) {
      boolean options = head.method().name().equals("OPTIONS");
      return Optional.of(Answer.empty(options ? 200 : 400));
    }
    toOrigin(head);
    String path = path(head.uri());
    if (!path.startsWith("/")
        || !wellEscaped(path)
        || !HeadCheck.isHost(head.headers().get("Host", ""))
        || head.uri().chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
      return Optional.of(Answer.text(400, "text/plain; charset=utf-8", "400 Bad Request"));
    }
    String clean = clean(path);
    return clean.equals(path)
        ? Optional.empty()
        : Optional.of(redirect(head.method().name(), clean + head.uri().substring(path.length())));
  }

  /**
   * Makes a target with a host in it one without: that host counts then. One with a malformed host
   * stays as it is.
   */
  static void toOrigin(HttpRequest head) {
    if (!head.uri().regionMatches(true, 0, "http://", 0, "http://".length())) {
      return;
    }
    String rest = head.uri().substring("http://".length());
    int end = 0;
    while (end < rest.length() && "/?".indexOf(rest.charAt(end)) < 0) {
      end++;
    }
    if (end == 0 || !HeadCheck.isHost(rest.substring(0, end))) {
      return;
    }
    String target = rest.substring(end);
    head.headers().set("Host", rest.substring(0, end));
    head.setUri(target.startsWith("/") ? target : "/" + target);
  }

  private static boolean wellEscaped(String path) {
    for (int at = path.indexOf('%'); at >= 0; at = path.indexOf('%', at + 1)) {
      if (Percent.escape(path, at) < 0) {
        return false;
      }
    }
    return true;
  }

  /** Without empty and dot segments; a function never sees a path that climbs. */
  static String clean(String path) {
    if (!path.contains("//") && !path.contains("/.")) {
      return path;
    }
    List<String> kept = new ArrayList<>();
    for (String segment : path.split("/", -1)) {
      switch (segment) {
        case "", "." -> {}
        case ".." -> {
          if (!kept.isEmpty()) {
            kept.removeLast();
          }
        }
        default -> kept.add(segment);
      }
    }
    String joined = "/" + String.join("/", kept);
    return path.endsWith("/") && !kept.isEmpty() ? joined + "/" : joined;
  }

  private static Answer redirect(String method, String target) {
    String location = asciiOnly(target);
    List<Header> headers = new ArrayList<>();
    boolean get = method.equals("GET");
    if (get || method.equals("HEAD")) {
      headers.add(new Header("Content-Type", "text/html; charset=utf-8"));
    }
    headers.add(new Header("Location", location));
    String body = "<a href=\"" + html(location) + "\">Temporary Redirect</a>.\n\n";
    return new Answer(307, headers, get ? Bytes.utf8(body) : Bytes.EMPTY);
  }

  private static String asciiOnly(String target) {
    StringBuilder out = new StringBuilder(target.length());
    for (int i = 0; i < target.length(); i++) {
      char c = target.charAt(i);
      if (c < 0x80) {
        out.append(c);
      } else {
        out.append("%%%02x".formatted(c & 0xff).toLowerCase(Locale.ROOT));
      }
    }
    return out.toString();
  }

  /** {@code text} as it stands in HTML. */
  public static String html(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&#34;")
        .replace("'", "&#39;");
  }
}
