package dev.hachi.openfaas.provider.replicas;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hachi.openfaas.provider.store.Starts.Start;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The containers of this machine, where podman or docker runs some; that is found out when one is
 * wanted. They use the network of the machine, as replicas do that are its processes. Thread-safe.
 */
public final class Containers {
  /** Before the replica's id, in the arguments of the engine's process. */
  static final String MARK = "--label=hachi.replica=";

  /** Where OpenFaaS has secrets. */
  static final Path SECRETS = Path.of("/var/openfaas/secrets");

  private static final List<String> PROGRAMS = List.of("podman", "docker");
  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._:/@-]*";
  private static final JsonMapper MAPPER = new JsonMapper();

  private final Path folder;
  private final User user;
  private volatile @Nullable Engine found;

  /**
   * None yet.
   *
   * @param folder for files with variables
   * @param user as whom they run
   */
  public Containers(Path folder, User user) {
    this.folder = folder;
    this.user = user;
  }

  /**
   * An image that an engine has.
   *
   * @throws IOException when none has it, with the reason
   */
  Images.Container image(String name) throws IOException {
    if (!name.matches(NAME)) {
      throw new IOException("this is no name of an image");
    }
    Engine engine = engine();
    String variables = engine.ask("image", "inspect", "--format", "{{json .Config.Env}}", name);
    return new Images.Container(engine, name, variables(variables));
  }

  private static Map<String, String> variables(String json) throws IOException {
    List<String> lines = MAPPER.readValue(json, new TypeReference<@Nullable List<String>>() {});
    Map<String, String> variables = new HashMap<>();
    for (String line : lines == null ? List.<String>of() : lines) {
      int equals = line.indexOf('=');
      variables.put(line.substring(0, equals), line.substring(equals + 1));
    }
    return variables;
  }

  private Engine engine() throws IOException {
    Engine known = found;
    if (known != null) {
      return known;
    }
    List<String> reasons = new ArrayList<>();
    for (String program : PROGRAMS) {
      Engine engine = new Engine(program);
      try {
        var _ = engine.ask("info");
        found = engine;
        return engine;
      } catch (IOException e) {
        reasons.add(e.getMessage());
      }
    }
    throw new IOException(String.join("; ", reasons));
  }

  /** It ran containers for an earlier provider. */
  void use(Engine engine) {
    found = engine;
  }

  /** The command that starts one and waits for its end. */
  List<String> command(
      Start start, Images.Container image, Map<String, String> variables, Path secrets)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(image.engine().program(), "run", "--rm"));
    command.addAll(List.of("--name", name(start.id()), MARK + start.id(), "--pull=never"));
    // Signals and health are the provider's matter, and so is the log.
    command.addAll(List.of("--sig-proxy=false", "--no-healthcheck", "--log-driver=none"));
    command.addAll(List.of("--network=host", "--read-only", "--tmpfs", "/tmp"));
    command.addAll(List.of("--user", user.uid() + ":" + user.gid()));
    if (image.engine().isPodman() && !user.isRoot()) {
      command.add("--userns=keep-id");
    }
    command.addAll(List.of("--env-file", written(start.id(), variables).toString()));
    command.addAll(List.of("--volume", secrets + ":" + SECRETS + ":ro,z", image.name()));
    return command;
  }

  /** Arguments are for everybody to read, so that variables go through a file. */
  private Path written(String id, Map<String, String> variables) throws IOException {
    Files.createDirectories(folder);
    Path file =
        Files.createFile(
            file(id),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.write(
        file, variables.entrySet().stream().map(v -> v.getKey() + "=" + v.getValue()).toList());
  }

  /** The one that the engine's {@code process} runs. */
  Running running(ProcessHandle process, String program, String id) {
    return new Running.Contained(
        process, new Engine(program), name(id), file(id), new AtomicReference<>());
  }

  private Path file(String id) {
    return folder.resolve(id + ".env");
  }

  private static String name(String id) {
    return "hachi-" + id;
  }

  /** Removes one whose engine's process is gone, if any was wanted of this provider. */
  void clear(String id) throws IOException {
    Files.deleteIfExists(file(id));
    Engine engine = found;
    if (engine != null) {
      engine.tell("rm", "--force", name(id));
    }
  }
}
