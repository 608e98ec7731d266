package dev.hachi.openfaas.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Kustomize's files: they name what is there, and what comes of them is valid. */
final class KustomizeTest {
  private static final Set<String> FIELDS =
      Set.of(
          "apiVersion",
          "kind",
          "namespace",
          "resources",
          "generatorOptions",
          "configMapGenerator",
          "secretGenerator");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"", "monitoring", "tls"})
  void every_file_that_is_named_is_there(String name) throws IOException {
    var kustomization =
        Sources.manifest(name.isEmpty() ? "kustomization.yaml" : name + "/kustomization.yaml");

    assertThat(kustomization.properties()).extracting(Map.Entry::getKey).isSubsetOf(FIELDS);
    assertThat(kustomization.path("kind").asText()).isEqualTo("Kustomization");
    assertThat(kustomization.path("apiVersion").asText())
        .isEqualTo("kustomize.config.k8s.io/v1beta1");
    var named = new ArrayList<>(texts(kustomization.path("resources")));
    kustomization.path("configMapGenerator").forEach(map -> named.addAll(texts(map.path("files"))));
    if (!name.equals("tls")) {
      assertThat(named)
          .isNotEmpty()
          .allSatisfy(file -> assertThat(Sources.DEPLOY.resolve(name).resolve(file)).exists());
    }
  }

  @Test
  void all_that_a_namespace_needs_is_applied_at_once() throws IOException {
    var applied = new TreeSet<>(texts(Sources.manifest("kustomization.yaml").path("resources")));

    assertThat(Sources.manifests().stream().map(Path::toString).filter(file -> !file.contains("/")))
        .containsExactlyElementsOf(applied);
  }

  @ParameterizedTest
  @CsvSource({"'', openfaas-fn, 3", "monitoring, openfaas, 2"})
  void what_kubectl_makes_of_it_is_valid(String name, String namespace, int objects)
      throws Exception {
    var rendered = render(Sources.DEPLOY.resolve(name).toAbsolutePath());

    assertThat(rendered).hasSize(objects);
    for (var manifest : rendered) {
      Schemas.check(manifest);
      assertThat(manifest.at("/metadata/namespace").asText()).isEqualTo(namespace);
    }
  }

  @Test
  void the_secret_has_the_files_that_the_docs_name() throws Exception {
    Files.copy(
        Sources.DEPLOY.resolve("tls/kustomization.yaml"), folder.resolve("kustomization.yaml"));
    for (var file : List.of("tls.crt", "tls.key", "ca.crt")) {
      Files.writeString(folder.resolve(file), "the content of " + file);
    }

    var secret = render(folder).getFirst();

    Schemas.check(secret);
    assertThat(secret.at("/metadata/name").asText()).isEqualTo("hachi-tls");
    var docs = Files.readString(Sources.DOCS.resolve("kubernetes.md"));
    assertThat(docs).contains("hachi-tls");
    for (var file : secret.path("data").properties()) {
      assertThat(docs).contains("/var/openfaas/secrets/" + file.getKey());
    }
    assertThat(secret.path("data")).hasSize(3);
  }

  private List<JsonNode> render(Path kustomization) throws Exception {
    var kubectl =
        List.of(System.getenv("PATH").split(File.pathSeparator)).stream()
            .map(each -> Path.of(each, "kubectl"))
            .filter(Files::isExecutable)
            .findFirst();
    assumeThat(kubectl).as("kubectl is on the PATH").isPresent();
    var output = Files.createTempFile(folder, "rendered", ".yaml").toFile();
    var process =
        new ProcessBuilder(kubectl.orElseThrow().toString(), "kustomize", kustomization.toString())
            .redirectErrorStream(true)
            .redirectOutput(output)
            .start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    var text = Files.readString(output.toPath(), StandardCharsets.UTF_8);
    assertThat(process.exitValue()).as(text).isZero();
    return Sources.documents(text);
  }

  private static List<String> texts(JsonNode array) {
    var all = new ArrayList<String>();
    array.forEach(text -> all.add(text.asText()));
    return all;
  }
}
