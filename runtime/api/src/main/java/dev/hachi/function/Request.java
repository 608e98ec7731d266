package dev.hachi.function;

import java.util.List;
import java.util.Optional;

/**
 * The message as it came, for a handler that wants more than a decoded parameter.
 *
 * @param contentType the media type of {@code body}, empty when the sender named none
 * @param headers the sender's headers in order, repeated names included
 * @param body the bytes of the message, undecoded
 */
public record Request(String contentType, List<Header> headers, Bytes body) {
  public Request {
    headers = List.copyOf(headers);
  }

  /** The first value of the header {@code name}, compared without regard to case. */
  public Optional<String> header(String name) {
    return headers.stream()
        .filter(header -> header.name().equalsIgnoreCase(name))
        .map(Header::value)
        .findFirst();
  }
}
