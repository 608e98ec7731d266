package dev.hachi.watchdog.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where each {@code run --replicas} of this user leaves word of its replicas, for {@code status}: a
 * file of its own, which goes with it.
 *
 * @param folder for these files and the replicas' logs
 */
record GroupFile(Path folder) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static GroupFile ofThisUser() {
    return new GroupFile(Path.of(System.getProperty("user.home"), ".hachi"));
  }

  private Path files() {
    return folder.resolve("replicas");
  }

  private Path own() {
    return files().resolve(ProcessHandle.current().pid() + ".json");
  }

  /** Remembers the replicas of this process, and forgets those whose process was killed. */
  void write(List<String> metricsUrls) {
    ProcessHandle process = ProcessHandle.current();
    try {
      Files.createDirectories(files());
      for (Path file : all()) {
        if (!isAlive(read(file))) {
          Files.deleteIfExists(file);
        }
      }
      Files.writeString(
          own(),
          JSON.writeValueAsString(
              Map.of(
                  "pid", process.pid(), "started", started(process), "metrics_urls", metricsUrls)));
    } catch (IOException e) {
      Hachi.say("./hachi status will need --url: " + own() + " cannot be written: " + e);
    }
  }

  /** Forgets the replicas of this process, and no others. */
  void remove() {
    try {
      Files.deleteIfExists(own());
    } catch (IOException e) {
      // Who reads it sees that this process has ended.
    }
  }

  /** The metrics URLs of the replicas of each process that still runs, the oldest first. */
  List<List<String>> groups() {
    try {
      List<JsonNode> living = new ArrayList<>();
      for (Path file : all()) {
        JsonNode group = read(file);
        if (isAlive(group)) {
          living.add(group);
        }
      }
      living.sort(Comparator.comparingLong(group -> group.path("started").asLong()));
      return living.stream().map(GroupFile::urls).toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static List<String> urls(JsonNode group) {
    List<String> urls = new ArrayList<>();
    group.path("metrics_urls").forEach(url -> urls.add(url.asText()));
    return urls;
  }

  /** Not when another process has got its number since. */
  private static boolean isAlive(JsonNode group) {
    return ProcessHandle.of(group.path("pid").asLong(-1))
        .filter(process -> started(process) == group.path("started").asLong())
        .isPresent();
  }

  private static long started(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  private List<Path> all() throws IOException {
    if (!Files.isDirectory(files())) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(files())) {
      return files.filter(file -> file.toString().endsWith(".json")).toList();
    }
  }

  /** One that is being written, or has just gone, is as good as none. */
  private static JsonNode read(Path file) {
    try {
      return JSON.readTree(Files.readString(file));
    } catch (IOException e) {
      return JSON.createObjectNode();
    }
  }
}
