package dev.hachi.watchdog.proxy;

import dev.hachi.watchdog.config.Upstream;
import dev.hachi.watchdog.http.HeaderNames;
import dev.hachi.watchdog.http.RequestTarget;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Turns a client's request into the function's. Pure. */
final class UpstreamRequest {
  private static final Set<String> METHODS_WITH_BODY = Set.of("POST", "PUT", "PATCH");

  private UpstreamRequest() {}

  /** Whether of-watchdog hands this request to Go's own reverse proxy, which streams. */
  static boolean isLive(HttpRequest head) {
    String accept = head.headers().get("Accept", "").toLowerCase(Locale.ROOT);
    return accept.contains("text/event-stream")
        || accept.contains("application/x-ndjson")
        || "websocket".equals(head.headers().get("Upgrade"));
  }

  static boolean hasBody(HttpRequest head) {
    return HttpUtil.isTransferEncodingChunked(head) || HttpUtil.getContentLength(head, 0L) > 0;
  }

  /**
   * The head to send.
   *
   * @param client the address that a live request is forwarded for
   */
  static HttpRequest of(HttpRequest head, Upstream upstream, boolean live, String client) {
    String target = upstream.prefix() + RequestTarget.escaped(head.uri());
    HttpRequest request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, head.method(), target);
    HttpHeaders headers = request.headers();
    headers.set("Host", head.headers().get("Host", upstream.authority()));
    Set<String> dropped = live ? hopByHop(head.headers()) : Set.of();
    for (Map.Entry<String, String> line : head.headers()) {
      String name = line.getKey();
      if (!name.equalsIgnoreCase("Host")
          && !name.equalsIgnoreCase("Expect")
          && (dropped.isEmpty() || !dropped.contains(name.toLowerCase(Locale.ROOT)))) {
        headers.add(HeaderNames.canonical(name), line.getValue());
      }
    }
    if (live) {
      live(head.headers(), headers, client);
    }
    if (!hasBody(head) && METHODS_WITH_BODY.contains(head.method().name())) {
      headers.set("Content-Length", "0");
    }
    return request;
  }

  /** What Go's reverse proxy adds. */
  private static void live(HttpHeaders from, HttpHeaders to, String client) {
    if (from.containsValue("Te", "trailers", true)) {
      to.set("Te", "trailers");
    }
    if (from.containsValue("Connection", "upgrade", true) && from.contains("Upgrade")) {
      to.set("Connection", "Upgrade");
      to.set("Upgrade", from.get("Upgrade"));
    }
    String before = String.join(", ", from.getAll("X-Forwarded-For"));
    to.set("X-Forwarded-For", before.isEmpty() ? client : before + ", " + client);
  }

  /** The names, in small letters, of what concerns the connection alone; framing stays. */
  static Set<String> hopByHop(HttpHeaders headers) {
    Set<String> names = new HashSet<>();
    for (String list : headers.getAll("Connection")) {
      for (String name : list.split(",", -1)) {
        names.add(name.strip().toLowerCase(Locale.ROOT));
      }
    }
    for (String name : headers.names()) {
      if (HeaderNames.isHopByHop(name)) {
        names.add(name.toLowerCase(Locale.ROOT));
      }
    }
    names.removeAll(Set.of("transfer-encoding", "trailer", "content-length"));
    return names;
  }
}
