package dev.hachi.openfaas.provider.replicas;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hachi.openfaas.provider.contract.Json;
import dev.hachi.openfaas.provider.contract.Refused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the image of a deployment stands for on this machine.
 *
 * @param registry a JSON file of names and the folders or jars that they stand for; it is read each
 *     time, and may be missing
 * @param root where relative paths begin; absolute
 * @param containers what else may be an image
 */
public record Images(Path registry, Path root, Containers containers) {
  /** The image of a function that is a command and needs no files. */
  private static final String LOCAL = "local";

  private static final JsonMapper MAPPER = new JsonMapper();

  /** What to run. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
  @JsonSubTypes({@JsonSubTypes.Type(Local.class), @JsonSubTypes.Type(Container.class)})
  public sealed interface Image {
    /** What is set before a deployment sets anything. */
    Map<String, String> variables();
  }

  /**
   * Processes of this machine.
   *
   * @param folder where the function's process starts; absolute
   * @param jar the jar, or the folder with jars, of a function in Java; null when there is none
   */
  record Local(Path folder, @Nullable Path jar) implements Image {
    @Override
    public Map<String, String> variables() {
      return Map.of("mode", jar == null ? "streaming" : "actor");
    }
  }

  /** Containers of an image that an engine has. */
  record Container(Engine engine, String name, Map<String, String> variables) implements Image {}

  // ---- what is stored ---------------------------------------------------------------------------

  /** To be stored. */
  static String text(Image image) {
    return Json.text(image);
  }

  /** What {@link #text} made; nothing is looked up. */
  Image read(String text) {
    Image image = Json.read(text.getBytes(StandardCharsets.UTF_8), Image.class);
    if (image instanceof Container container) {
      containers.use(container.engine());
    }
    return image;
  }

  // ---- what is looked up ------------------------------------------------------------------------

  /**
   * Finds it.
   *
   * @throws Refused when there is nothing that could run
   */
  public Image find(String name) {
    if (name.equals(LOCAL)) {
      return new Local(root, null);
    }
    Map<String, String> names = names();
    Optional<Path> place = place(name, names);
    return place.isPresent() ? local(name, place.get()) : container(name, names.keySet());
  }

  private Image container(String name, Set<String> names) {
    try {
      return containers.image(name);
    } catch (IOException e) {
      throw Refused.bad(
          "image \"%s\" is neither a name in %s nor a path; there are %s and %s. No container: %s"
              .formatted(name, registry, String.join(", ", names), LOCAL, e.getMessage()));
    }
  }

  private Local local(String name, Path place) {
    if (Files.isRegularFile(place) && place.toString().endsWith(".jar")) {
      return new Local(root, place);
    }
    if (!Files.isDirectory(place)) {
      throw Refused.bad(
          "image \"%s\" is %s, which is neither a folder nor a jar".formatted(name, place));
    }
    if (Files.exists(place.resolve("pom.xml"))) {
      return new Local(place, built(name, place));
    }
    return new Local(place, jars(place).isEmpty() ? null : place);
  }

  private Optional<Path> place(String name, Map<String, String> names) {
    String untagged = name.replaceFirst("@.*$", "").replaceFirst(":[^/:]*$", "");
    String last = untagged.substring(untagged.lastIndexOf('/') + 1);
    for (String candidate : List.of(name, untagged, last)) {
      String place = names.get(candidate);
      if (place != null) {
        return Optional.of(root.resolve(place).normalize());
      }
    }
    return Optional.of(root.resolve(name).normalize()).filter(Files::exists);
  }

  private Map<String, String> names() {
    if (!Files.exists(registry)) {
      return Map.of();
    }
    try {
      return MAPPER.readValue(Files.readAllBytes(registry), new TypeReference<>() {});
    } catch (IOException e) {
      throw Refused.bad(
          "%s is no JSON object of names and paths: %s".formatted(registry, e.getMessage()));
    }
  }

  private static Path built(String name, Path folder) {
    List<Path> jars = jars(folder.resolve("target"));
    if (jars.size() != 1) {
      throw Refused.bad(
          "image \"%s\" must have exactly one jar in %s, has %d; run mvn package there"
              .formatted(name, folder.resolve("target"), jars.size()));
    }
    return jars.getFirst();
  }

  private static List<Path> jars(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Images::isProduct).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isProduct(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.endsWith(".jar") && !name.matches("original-.*|.*-(sources|javadoc|tests)\\.jar");
  }
}
