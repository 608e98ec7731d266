package dev.hachi.openfaas.provider.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hachi.openfaas.provider.contract.FunctionId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogFilesTest {
  private static final FunctionId ECHO = new FunctionId("echo", "openfaas-fn");

  @TempDir private Path folder;

  @Test
  void the_files_of_the_last_twenty_that_ended_stay_and_those_of_all_that_run() throws IOException {
    var files = new LogFiles(folder);
    for (int i = 0; i < 30; i++) {
      var file = Files.createFile(files.begin(ECHO, "echo-" + i, Set.of("echo-0")));
      Files.setLastModifiedTime(file, FileTime.fromMillis(1000L * i));
    }

    var _ = files.begin(ECHO, "echo-30", Set.of("echo-0"));

    assertThat(files.files(ECHO))
        .extracting(LogFiles::replica)
        .hasSize(21)
        .contains("echo-0", "echo-10", "echo-29")
        .doesNotContain("echo-9");
  }
}
