package dev.hachi.openfaas.deploy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonParser;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Secret;
import io.kubernetes.client.openapi.models.V1Service;
import java.io.IOException;

/** What Kubernetes and the Prometheus Operator know: kinds, fields, their types. */
final class Schemas {
  private static final ObjectMapper STRICT =
      new ObjectMapper()
          .setAnnotationIntrospector(new OnlyKnownFields())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private Schemas() {}

  /** Fails, naming the field, when the manifest has one that is unknown, missing or mistyped. */
  static void check(JsonNode manifest) throws IOException {
    var kind = manifest.path("apiVersion").asText() + " " + manifest.path("kind").asText();
    switch (kind) {
      case "v1 ConfigMap" -> check(manifest, V1ConfigMap::validateJsonElement, V1ConfigMap.class);
      case "v1 Secret" -> check(manifest, V1Secret::validateJsonElement, V1Secret.class);
      case "v1 Service" -> check(manifest, V1Service::validateJsonElement, V1Service.class);
      case "networking.k8s.io/v1 NetworkPolicy" ->
          check(manifest, V1NetworkPolicy::validateJsonElement, V1NetworkPolicy.class);
      case "policy/v1 PodDisruptionBudget" ->
          check(manifest, V1PodDisruptionBudget::validateJsonElement, V1PodDisruptionBudget.class);
      case "monitoring.coreos.com/v1 PrometheusRule" ->
          STRICT.treeToValue(manifest, PrometheusRule.class);
      case "monitoring.coreos.com/v1 ServiceMonitor" ->
          STRICT.treeToValue(manifest, ServiceMonitor.class);
      default -> throw new IllegalArgumentException("no schema of " + kind);
    }
    Values.check(manifest);
  }

  private interface Validation {
    void of(JsonElement element) throws IOException;
  }

  private static <T> void check(JsonNode manifest, Validation fields, Class<T> type)
      throws IOException {
    var written = JsonParser.parseString(manifest.toString());
    fields.of(written);
    // Reading is lenient with values: of text it makes a boolean, say.
    var understood = JSON.getGson().toJsonTree(JSON.getGson().fromJson(written, type));
    checkKept("", written, understood);
  }

  private static void checkKept(String path, JsonElement written, JsonElement understood) {
    if (written.isJsonObject() && understood.isJsonObject()) {
      var fields = understood.getAsJsonObject();
      for (var field : written.getAsJsonObject().entrySet()) {
        var name = path + "." + field.getKey();
        checkKept(
            name, field.getValue(), fields.asMap().getOrDefault(field.getKey(), JsonNull.INSTANCE));
      }
    } else if (written.isJsonArray() && understood.isJsonArray()) {
      var items = understood.getAsJsonArray();
      for (var i = 0; i < written.getAsJsonArray().size(); i++) {
        checkKept(path + "[" + i + "]", written.getAsJsonArray().get(i), items.get(i));
      }
    } else if (!written.equals(understood)) {
      throw new IllegalArgumentException(path + " is " + written + ", understood as " + understood);
    }
  }

  /** The models keep unknown fields for later; here they are errors. */
  private static final class OnlyKnownFields extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    @Override
    public Boolean hasAnySetter(Annotated annotated) {
      return false;
    }
  }
}
