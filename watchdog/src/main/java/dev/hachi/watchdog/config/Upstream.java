package dev.hachi.watchdog.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * Where the function's process listens.
 *
 * @param authority host and port as {@code upstream_url} writes them
 * @param prefix put before every request target; empty, or begins with a slash
 */
public record Upstream(String host, int port, String authority, String prefix) {
  static final String ALLOWED =
      "a URL such as http://127.0.0.1:3000: http, a host, and no query, fragment or user";

  private static final int HTTP_PORT = 80;
  private static final int PORT_MAX = 65_535;

  static Optional<Upstream> parse(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
    String host = uri.getHost();
    boolean plain =
        uri.getRawQuery() == null && uri.getRawFragment() == null && uri.getRawUserInfo() == null;
    if (!"http".equalsIgnoreCase(uri.getScheme())
        || host == null
        || !plain
        || uri.getPort() > PORT_MAX) {
      return Optional.empty();
    }
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    int port = uri.getPort() < 0 ? HTTP_PORT : uri.getPort();
    return Optional.of(new Upstream(bare, port, uri.getRawAuthority(), uri.getRawPath()));
  }

  @Override
  public String toString() {
    return "http://" + authority + prefix;
  }
}
