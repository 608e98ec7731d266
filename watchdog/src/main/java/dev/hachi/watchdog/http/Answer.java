package dev.hachi.watchdog.http;

import dev.hachi.function.Bytes;
import dev.hachi.function.Header;
import java.util.ArrayList;
import java.util.List;

/** One HTTP response without its framing, which belongs to the connection. */
record Answer(int status, List<Header> headers, Bytes body) {
  Answer {
    headers = List.copyOf(headers);
  }

  static Answer empty(int status) {
    return new Answer(status, List.of(), Bytes.EMPTY);
  }

  static Answer text(int status, String contentType, String text) {
    return new Answer(status, List.of(new Header("Content-Type", contentType)), Bytes.utf8(text));
  }

  /** This answer with {@code header} in the place of all of that name. */
  Answer with(Header header) {
    List<Header> all = new ArrayList<>(headers.size() + 1);
    for (Header other : headers) {
      if (!other.name().equalsIgnoreCase(header.name())) {
        all.add(other);
      }
    }
    all.add(header);
    return new Answer(status, all, body);
  }

  /** Byte for byte what of-watchdog's limiter says. */
  static Answer full(int max) {
    String text = "Concurrent request limit exceeded. Max concurrent requests: " + max + "\n";
    return new Answer(
        429,
        List.of(
            new Header("Content-Type", "text/plain"),
            new Header("X-Openfaas-Internal", "faas-middleware")),
        Bytes.utf8(text));
  }

  /** What of-watchdog says when the function did not answer, or not in time. */
  static Answer internal(int status, long nanos) {
    return new Answer(
        status,
        List.of(
            new Header("X-Duration-Seconds", Seconds.six(nanos)),
            new Header("X-Openfaas-Internal", "of-watchdog")),
        Bytes.EMPTY);
  }
}
