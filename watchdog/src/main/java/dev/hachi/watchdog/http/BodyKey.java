package dev.hachi.watchdog.http;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hachi.function.Bytes;
import java.io.IOException;
import java.util.Optional;

/** Finds the key in a JSON body. */
final class BodyKey {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private BodyKey() {}

  /** Whether {@code body} is JSON and has something at {@code pointer}. */
  static boolean isPresent(JsonPointer pointer, Bytes body) {
    try {
      return !JSON.readTree(body.toArray()).at(pointer).isMissingNode();
    } catch (IOException e) {
      return false;
    }
  }

  /** The string or whole number at {@code pointer}; empty for anything else. */
  static Optional<String> at(JsonPointer pointer, Bytes body) {
    try {
      JsonNode found = JSON.readTree(body.toArray()).at(pointer);
      return found.isTextual() || found.isIntegralNumber()
          ? Optional.of(found.asText())
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
