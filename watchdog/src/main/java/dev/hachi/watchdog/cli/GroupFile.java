package dev.hachi.watchdog.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where the last {@code run --replicas} of this user left word of its replicas, for {@code status}.
 *
 * @param folder for this and the replicas' logs
 */
record GroupFile(Path folder) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static GroupFile ofThisUser() {
    return new GroupFile(Path.of(System.getProperty("user.home"), ".hachi"));
  }

  private Path file() {
    return folder.resolve("replicas.json");
  }

  /** Remembers the replicas of this process. */
  void write(List<String> metricsUrls) {
    try {
      Files.createDirectories(folder);
      Files.writeString(
          file(),
          JSON.writeValueAsString(
              Map.of("pid", ProcessHandle.current().pid(), "metrics_urls", metricsUrls)));
    } catch (IOException e) {
      Hachi.say("./hachi status will need --url: " + file() + " cannot be written: " + e);
    }
  }

  /** Forgets the replicas of this process, and no others that came later. */
  void remove() {
    try {
      if (Files.exists(file()) && pid(read()) == ProcessHandle.current().pid()) {
        Files.delete(file());
      }
    } catch (IOException e) {
      // Who reads it sees that this process has ended.
    }
  }

  /** The metrics URLs of the replicas, if who started them still runs; empty otherwise. */
  List<String> metricsUrls() {
    try {
      JsonNode group = read();
      List<String> urls = new ArrayList<>();
      if (ProcessHandle.of(pid(group)).isPresent()) {
        group.path("metrics_urls").forEach(url -> urls.add(url.asText()));
      }
      return urls;
    } catch (IOException e) {
      return List.of();
    }
  }

  private static long pid(JsonNode group) {
    return group.path("pid").asLong(-1);
  }

  private JsonNode read() throws IOException {
    try {
      return JSON.readTree(Files.readString(file()));
    } catch (JsonProcessingException e) {
      return JSON.createObjectNode();
    }
  }
}
