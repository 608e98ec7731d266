package dev.hachi.watchdog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GroupFileTest {
  private static final List<String> OWN = List.of("http://127.0.0.1:1", "http://127.0.0.1:2");

  @TempDir Path folder;
  private Process other;

  @BeforeEach
  void start() throws IOException {
    other = new ProcessBuilder("sleep", "60").start();
  }

  @AfterEach
  void end() {
    other.destroyForcibly();
  }

  @Test
  void groups_side_by_side_are_all_known_and_each_forgets_itself_only() throws IOException {
    var group = new GroupFile(folder);
    group.write(OWN);
    leave(other.info().startInstant().orElseThrow());

    assertThat(group.groups()).containsExactly(OWN, List.of("http://127.0.0.1:3"));
    group.remove();
    assertThat(group.groups()).containsExactly(List.of("http://127.0.0.1:3"));
  }

  @Test
  void a_group_whose_process_has_gone_is_forgotten_though_another_has_its_number()
      throws IOException {
    var left = leave(Instant.EPOCH);

    assertThat(new GroupFile(folder).groups()).isEmpty();
    new GroupFile(folder).write(OWN);
    assertThat(left).doesNotExist();
  }

  /** What another process would have written. */
  private Path leave(Instant started) throws IOException {
    var file = Files.createDirectories(folder.resolve("replicas")).resolve(other.pid() + ".json");
    return Files.writeString(
        file,
        "{\"pid\":%d,\"started\":%d,\"metrics_urls\":[\"http://127.0.0.1:3\"]}"
            .formatted(other.pid(), started.toEpochMilli()));
  }
}
