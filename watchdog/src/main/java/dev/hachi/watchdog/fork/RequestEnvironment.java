package dev.hachi.watchdog.fork;

import dev.hachi.function.Header;
import dev.hachi.watchdog.http.HeaderNames;
import dev.hachi.watchdog.http.RequestTarget;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a forked process learns of its request from its environment. Pure. */
final class RequestEnvironment {
  // Go's server keeps these out of the headers. Libraries take Http_Proxy for the proxy to use, so
  // a caller must not be able to set it.
  private static final Set<String> NOT_HEADERS =
      Set.of("Host", "Transfer-Encoding", "Trailer", "Proxy");

  private RequestEnvironment() {}

  /** Of a header with several values it is the first. */
  static Map<String, String> of(String method, String target, List<Header> headers) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (Header header : headers) {
      String name = HeaderNames.canonical(header.name());
      if (!NOT_HEADERS.contains(name)) {
        variables.putIfAbsent("Http_" + name.replace('-', '_'), text(header.value()));
      } else if (name.equals("Transfer-Encoding")) {
        variables.put("Http_Transfer_Encoding", header.value());
      }
    }
    variables.put("Http_Method", method);
    String query = RequestTarget.query(target);
    if (!query.isEmpty()) {
      variables.put("Http_Query", text(query));
    }
    variables.put("Http_Path", decoded(RequestTarget.path(target)));
    return variables;
  }

  private static String decoded(String path) {
    String raw = text(path).replace("+", "%2B");
    return URLDecoder.decode(raw, StandardCharsets.UTF_8).replace("\0", "");
  }

  /** The codec makes one character of each byte. */
  private static String text(String bytes) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
