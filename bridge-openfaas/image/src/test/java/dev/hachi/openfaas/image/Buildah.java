package dev.hachi.openfaas.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Images without a daemon, a registry or another user's rights. */
final class Buildah {
  static final String HACHI = "localhost/hachi-test";
  static final Map<String, String> ENVIRONMENT = Map.of("BUILDAH_ISOLATION", "chroot");
  private static final Path HERE = Path.of("");
  private static final int BUILD_MINUTES = 15;

  private Buildah() {}

  /** Builds the image of the watchdog as an operator does where no registry is reachable. */
  static void buildHachi() throws IOException, InterruptedException {
    var environment = new HashMap<>(ENVIRONMENT);
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    Shell.run(
        BUILD_MINUTES,
        HERE,
        environment,
        List.of("./build", "--packaged", "--debian", "--engine", "buildah", "--tag", HACHI));
  }

  /** An image of the JDK's with the Maven that runs this build. */
  static String maven() throws IOException, InterruptedException {
    var image = "localhost/hachi-maven-test";
    var container = run("from", "localhost/hachi-jdk");
    var copy = Files.createTempDirectory("maven");
    // Debian's Maven has links to libraries elsewhere.
    Shell.run(
        1,
        HERE,
        Map.of(),
        List.of("cp", "-rL", System.getProperty("maven.home") + "/.", copy.toString()));
    run("copy", "-q", container, copy.toString(), "/opt/maven");
    run("run", container, "--", "ln", "-s", "/opt/maven/bin/mvn", "/usr/local/bin/mvn");
    run("commit", "-q", "--rm", container, image);
    Shell.run(1, HERE, Map.of(), List.of("rm", "-r", copy.toString()));
    return image;
  }

  static void build(Path context, String tag, String... arguments)
      throws IOException, InterruptedException {
    var command =
        new ArrayList<>(List.of("buildah", "build", "--format", "docker", "--layers", "-t", tag));
    for (var argument : arguments) {
      command.addAll(List.of("--build-arg", argument));
    }
    command.add(context.toString());
    Shell.run(BUILD_MINUTES, HERE, ENVIRONMENT, command);
  }

  /** A container of the image; {@link #run} removes it with {@code rm}. */
  static String from(String image) throws IOException, InterruptedException {
    return run("from", image);
  }

  /** What the image's author set: Cmd, Env, Healthcheck, User. */
  static JsonNode config(String image) throws IOException, InterruptedException {
    var inspected = new ObjectMapper().readTree(run("inspect", "--type", "image", image));
    return inspected.at("/Docker/config");
  }

  /** How many bytes a registry has to be sent for each layer, the lowest one first. */
  static List<Long> layers(String image, Path folder) throws IOException, InterruptedException {
    run("push", "-q", image, "dir:" + folder);
    var sizes = new ArrayList<Long>();
    new ObjectMapper()
        .readTree(folder.resolve("manifest.json").toFile())
        .path("layers")
        .forEach(layer -> sizes.add(sizeOf(folder, layer)));
    return sizes;
  }

  static String run(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("buildah"));
    command.addAll(List.of(arguments));
    return Shell.run(BUILD_MINUTES, HERE, ENVIRONMENT, command);
  }

  private static long sizeOf(Path folder, JsonNode layer) {
    var digest = layer.path("digest").asText().replace("sha256:", "");
    return folder.resolve(digest).toFile().length();
  }
}
