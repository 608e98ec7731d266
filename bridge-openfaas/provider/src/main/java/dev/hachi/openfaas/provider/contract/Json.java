package dev.hachi.openfaas.provider.contract;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** JSON of the contract; unknown fields are left aside, as its clients are of many ages. */
public final class Json {
  private static final int DEPTH_MAX = 20;
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEPTH_MAX).build())
                  .build())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final JavaType HEADERS =
      MAPPER
          .getTypeFactory()
          .constructMapType(
              Map.class,
              MAPPER.constructType(String.class),
              MAPPER.getTypeFactory().constructCollectionType(List.class, String.class));

  private Json() {}

  /**
   * Reads what a client sent.
   *
   * @throws Refused when it is malformed
   */
  public static <T> T read(byte[] body, Class<T> type) {
    try {
      T value = MAPPER.readValue(body, type);
      if (value == null) {
        throw Refused.bad("the body is null; send a JSON object");
      }
      return value;
    } catch (JsonProcessingException e) {
      if (e.getCause() instanceof Refused refused) {
        throw refused;
      }
      throw Refused.bad("the body is no JSON of this request: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads headers that {@link #text} wrote. */
  public static Map<String, List<String>> headers(String json) {
    try {
      return MAPPER.readValue(json, HEADERS);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes. */
  public static String text(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
