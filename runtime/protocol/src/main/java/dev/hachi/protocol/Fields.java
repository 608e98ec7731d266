package dev.hachi.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hachi.function.Bytes;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * A part of an answer, and where it stands, so that a mistake can be named. Strict: what is unknown
 * is a typing error, and typing errors must not commit.
 */
record Fields(String where, JsonNode node) {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          // Numbers of a state come back as they went.
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  static Fields of(Bytes body) throws BadAnswerException {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(body.buffer()).toString();
      return new Fields("", JSON.readTree(text));
    } catch (CharacterCodingException e) {
      throw new BadAnswerException("the answer is not UTF-8", e);
    } catch (JsonProcessingException e) {
      throw new BadAnswerException("the answer is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** This, when it is an object without other fields. */
  Fields only(String... names) throws BadAnswerException {
    check(node.isObject(), "an object");
    Set<String> known = Set.of(names);
    for (Iterator<String> all = node.fieldNames(); all.hasNext(); ) {
      String name = all.next();
      if (!known.contains(name)) {
        throw new BadAnswerException(
            "%s is unknown; %s has %s".formatted(at(name), title(), String.join(", ", names)));
      }
    }
    return this;
  }

  boolean has(String name) {
    return node.has(name);
  }

  Fields get(String name) throws BadAnswerException {
    JsonNode found = node.get(name);
    if (found == null) {
      throw new BadAnswerException(at(name) + " is missing");
    }
    return new Fields(at(name), found);
  }

  /** The elements of the list {@code name}; none when it is absent. */
  List<Fields> list(String name) throws BadAnswerException {
    return has(name) ? get(name).elements() : List.of();
  }

  List<Fields> elements() throws BadAnswerException {
    check(node.isArray(), "a list");
    List<Fields> all = new ArrayList<>(node.size());
    for (int at = 0; at < node.size(); at++) {
      all.add(new Fields(where + "[" + at + "]", node.get(at)));
    }
    return all;
  }

  String text() throws BadAnswerException {
    check(node.isTextual(), "a string");
    return node.textValue();
  }

  String name() throws BadAnswerException {
    String name = text();
    check(name.matches("[a-zA-Z0-9_-]{1,63}"), "1 to 63 of letters, digits, - and _");
    return name;
  }

  long number(long min, long max) throws BadAnswerException {
    boolean fits = node.isIntegralNumber() && node.canConvertToLong();
    check(
        fits && node.longValue() >= min && node.longValue() <= max,
        "a whole number from " + min + " to " + max);
    return node.longValue();
  }

  Bytes base64() throws BadAnswerException {
    try {
      return Bytes.of(Base64.getDecoder().decode(text()));
    } catch (IllegalArgumentException e) {
      throw new BadAnswerException(where + " must be base64: " + e.getMessage(), e);
    }
  }

  /** The value as it is. */
  Bytes json() {
    try {
      return Bytes.of(JSON.writeValueAsBytes(node));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e); // what was read can be written
    }
  }

  void check(boolean holds, String wanted) throws BadAnswerException {
    if (!holds) {
      throw new BadAnswerException(title() + " must be " + wanted + ", was " + shortened());
    }
  }

  private String shortened() {
    String text = node.toString();
    return text.length() <= 64 ? text : text.substring(0, 64) + "...";
  }

  private String title() {
    return where.isEmpty() ? "the answer" : where;
  }

  private String at(String name) {
    return where.isEmpty() ? name : where + "." + name;
  }
}
