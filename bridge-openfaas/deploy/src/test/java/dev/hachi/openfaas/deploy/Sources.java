package dev.hachi.openfaas.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files under test, as trees. */
final class Sources {
  static final Path DEPLOY = Path.of("");
  static final Path SAMPLES = Path.of("..", "..", "samples");
  static final Path DOCS = Path.of("..", "..", "docs");
  private static final ObjectMapper YAML =
      new ObjectMapper(
          YAMLFactory.builder()
              .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
              .build());

  private Sources() {}

  /** The documents of a text in YAML or JSON. */
  static List<JsonNode> documents(String text) throws IOException {
    try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(text)) {
      return documents.readAll();
    }
  }

  static JsonNode document(Path file) throws IOException {
    return YAML.readTree(Files.readString(file));
  }

  static JsonNode manifest(String file) throws IOException {
    return document(DEPLOY.resolve(file));
  }

  /** The manifests of the folder and those below it, but Kustomize's own files. */
  static List<Path> manifests() throws IOException {
    try (var files = Files.walk(DEPLOY)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .filter(file -> !file.startsWith("target"))
          .filter(file -> !file.endsWith("kustomization.yaml"))
          .sorted()
          .toList();
    }
  }

  static List<Path> stacks() throws IOException {
    try (Stream<Path> folders = Files.list(SAMPLES)) {
      return folders
          .map(folder -> folder.resolve("stack.yaml"))
          .filter(Files::exists)
          .sorted()
          .toList();
    }
  }
}
