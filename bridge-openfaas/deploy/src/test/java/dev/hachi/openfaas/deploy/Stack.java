package dev.hachi.openfaas.deploy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;

/** The part of faas-cli's stack.yaml that the samples use; another field is an error. */
record Stack(String version, Provider provider, Map<String, Function> functions) {
  record Provider(String name, String gateway) {}

  record Function(
      String lang,
      String handler,
      String image,
      @JsonProperty("skip_build") boolean skipBuild,
      @JsonProperty("build_args") Map<String, String> buildArgs,
      Map<String, String> labels,
      Map<String, String> annotations,
      Map<String, String> environment,
      List<String> secrets,
      @JsonProperty("readonly_root_filesystem") boolean readonlyRootFilesystem,
      Resources requests,
      Resources limits) {}

  record Resources(String memory, String cpu) {}

  static Stack of(JsonNode tree) throws JsonProcessingException {
    return new JsonMapper().treeToValue(tree, Stack.class);
  }
}
