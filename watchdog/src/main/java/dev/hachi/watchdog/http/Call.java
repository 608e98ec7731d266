package dev.hachi.watchdog.http;

import dev.hachi.function.Bytes;
import dev.hachi.function.Header;
import io.netty.handler.codec.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One whole HTTP request; {@code uri} is the raw request target. */
record Call(String method, String uri, List<Header> headers, Bytes body) {
  static Call of(HttpRequest head, byte[] body) {
    List<Header> headers = new ArrayList<>(head.headers().size());
    head.headers().forEach(line -> headers.add(new Header(line.getKey(), line.getValue())));
    return new Call(head.method().name(), head.uri(), headers, Bytes.of(body));
  }

  /** This call with {@code header} in the place of all of that name. */
  Call with(Header header) {
    List<Header> all = new ArrayList<>(headers);
    all.removeIf(other -> other.name().equalsIgnoreCase(header.name()));
    all.add(header);
    return new Call(method, uri, all, body);
  }

  String path() {
    int query = uri.indexOf('?');
    return query < 0 ? uri : uri.substring(0, query);
  }

  String query() {
    int query = uri.indexOf('?');
    return query < 0 ? "" : uri.substring(query + 1);
  }

  Optional<String> header(String name) {
    for (Header header : headers) {
      if (header.name().equalsIgnoreCase(name)) {
        return Optional.of(header.value());
      }
    }
    return Optional.empty();
  }
}
