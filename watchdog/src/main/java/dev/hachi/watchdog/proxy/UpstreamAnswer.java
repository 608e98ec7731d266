package dev.hachi.watchdog.proxy;

import dev.hachi.watchdog.http.HeaderNames;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Turns the function's answer into the client's. Pure. */
final class UpstreamAnswer {
  private UpstreamAnswer() {}

  /** The headers of {@code from} that the client gets. */
  static HttpHeaders headers(HttpHeaders from, boolean live) {
    Set<String> dropped = live ? UpstreamRequest.hopByHop(from) : endOfConnection(from);
    HttpHeaders headers =
        DefaultHttpHeadersFactory.headersFactory().withValidation(false).newHeaders();
    for (Map.Entry<String, String> line : from) {
      String name = HeaderNames.canonical(line.getKey());
      if (dropped.isEmpty() || !dropped.contains(name.toLowerCase(Locale.ROOT))) {
        headers.add(name, line.getValue());
      }
    }
    return headers;
  }

  /** That the function closes its connection is no reason to close the client's. */
  private static Set<String> endOfConnection(HttpHeaders headers) {
    boolean close = headers.containsValue("Connection", "close", true);
    return close ? Set.of("connection") : Set.of();
  }
}
