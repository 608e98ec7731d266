package dev.hachi.openfaas.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What the API server asks of values beyond their types. */
final class Values {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
  private static final Pattern LABEL =
      Pattern.compile("([a-z0-9.-]{1,253}/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");
  private static final Pattern LABEL_VALUE =
      Pattern.compile("([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?");
  private static final Map<String, Set<String>> ENUMS =
      Map.of(
          "protocol", Set.of("TCP", "UDP", "SCTP"),
          "policyTypes", Set.of("Ingress", "Egress"),
          "unhealthyPodEvictionPolicy", Set.of("IfHealthyBudget", "AlwaysAllow"));

  private Values() {}

  /** Fails, naming the field and the value. */
  static void check(JsonNode manifest) {
    matches(NAME, "metadata.name", manifest.path("metadata").path("name").asText());
    checkFields(manifest);
  }

  /** Fails for what is no label of a pod. */
  static void checkLabel(String name, String value) {
    matches(LABEL, "a label's name", name);
    matches(LABEL_VALUE, "the label " + name, value);
  }

  private static void checkFields(JsonNode node) {
    for (var field : node.properties()) {
      var value = field.getValue();
      switch (field.getKey()) {
        case "labels", "matchLabels" ->
            value
                .properties()
                .forEach(label -> checkLabel(label.getKey(), label.getValue().asText()));
        case "port", "targetPort" -> checkPort(field.getKey(), value);
        default -> checkEnum(field.getKey(), value);
      }
    }
    node.forEach(Values::checkFields);
  }

  private static void checkEnum(String field, JsonNode value) {
    var allowed = ENUMS.get(field);
    if (allowed == null) {
      return;
    }
    for (var one : value.isArray() ? value : Set.of(value)) {
      if (!allowed.contains(one.asText())) {
        throw new IllegalArgumentException(field + " must be of " + allowed + ", was " + one);
      }
    }
  }

  private static void checkPort(String field, JsonNode port) {
    if (port.isTextual()) {
      matches(NAME, field, port.asText());
    } else if (!port.isInt() || port.asInt() < 1 || port.asInt() > 65_535) {
      throw new IllegalArgumentException(field + " must be 1 to 65535, was " + port);
    }
  }

  private static void matches(Pattern pattern, String what, String value) {
    if (!pattern.matcher(value).matches()) {
      throw new IllegalArgumentException(what + " must match " + pattern + ", was " + value);
    }
  }
}
