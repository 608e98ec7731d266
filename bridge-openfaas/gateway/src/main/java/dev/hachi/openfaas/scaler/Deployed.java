package dev.hachi.openfaas.scaler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.OptionalInt;

/**
 * A function as the gateway has it.
 *
 * @param min how few replicas its label allows; empty without that label
 * @param max how many its label allows
 * @param replicas how many are wanted
 * @param available how many of these are ready
 */
record Deployed(OptionalInt min, int max, int replicas, int available) {
  /** The community edition allows no more, and says so to none that asks. */
  static final int MAX_WITHOUT_LABEL = 5;

  private static final JsonMapper MAPPER = new JsonMapper();

  /**
   * What an answer to {@code /system/function/NAME} says.
   *
   * @throws IOException when it is none
   */
  static Deployed parse(byte[] json) throws IOException {
    var status = MAPPER.readTree(json);
    var replicas = status.path("replicas");
    if (!replicas.canConvertToInt()) {
      throw new IOException("it has no number of replicas");
    }
    var min = label(status, "com.openfaas.scale.min");
    var max = label(status, "com.openfaas.scale.max").orElse(MAX_WITHOUT_LABEL);
    return new Deployed(
        min,
        Math.max(max, min.orElse(1)),
        replicas.intValue(),
        status.path("availableReplicas").asInt(0));
  }

  /** OpenFaaS passes over a label that is no number, too. */
  private static OptionalInt label(JsonNode status, String name) {
    var text = status.path("labels").path(name).asText("");
    return text.matches("[1-9]\\d{0,5}")
        ? OptionalInt.of(Integer.parseInt(text))
        : OptionalInt.empty();
  }
}
