package dev.hachi.openfaas.provider.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hachi.openfaas.provider.contract.FunctionId;
import dev.hachi.openfaas.provider.contract.Messages.LogLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogStreamTest {
  private static final FunctionId ECHO = new FunctionId("echo", "openfaas-fn");

  @TempDir private Path folder;
  private LogFiles files;
  private Path first;

  @BeforeEach
  void two_replicas() throws IOException {
    files = new LogFiles(folder);
    first = files.begin(ECHO, "echo-1", Set.of());
    write(first, "time=2026-01-01T00:00:01Z level=info message=a\n  at a stack\n");
    write(first, "time=2026-01-01T00:00:03Z level=info message=c\n");
    write(
        files.begin(ECHO, "echo-2", Set.of()), "time=2026-01-01T00:00:02Z level=info message=b\n");
  }

  @Test
  void lines_of_all_replicas_are_in_the_order_of_time() throws IOException {
    assertThat(present(null, null, 0))
        .extracting(line -> line.instance() + line.text().replaceFirst(".*message=", " "))
        .containsExactly("echo-1 a", "echo-1  at a stack", "echo-2 b", "echo-1 c");
  }

  @Test
  void the_last_ones_those_of_a_replica_and_those_since_a_time() throws IOException {
    assertThat(present(null, null, 2)).hasSize(2);
    assertThat(present("echo-2", null, 0)).hasSize(1);
    assertThat(present(null, Instant.parse("2026-01-01T00:00:02Z"), 0))
        .extracting(LogLine::timestamp)
        .containsExactly("2026-01-01T00:00:02Z", "2026-01-01T00:00:03Z");
  }

  @Test
  void those_that_follow_come_once_and_whole() throws IOException, InterruptedException {
    var stream = stream(null, null, 1);
    assertThat(stream.present()).hasSize(1);
    var texts = new ArrayList<String>();
    var looks = new ArrayList<String>();

    try {
      stream.follow(
          line -> texts.add(line.text()),
          () -> {
            looks.add("look");
            write(first, looks.size() == 1 ? "half" : " whole\n");
            if (looks.size() == 4) {
              throw new CancellationException();
            }
          });
    } catch (CancellationException e) {
      assertThat(texts).containsExactly("half whole", " whole");
    }
    assertThat(looks).hasSize(4);
  }

  private List<LogLine> present(@Nullable String instance, @Nullable Instant since, int tail)
      throws IOException {
    return stream(instance, since, tail).present();
  }

  private LogStream stream(@Nullable String instance, @Nullable Instant since, int tail) {
    return new LogStream(files, new LogStream.Query(ECHO, instance, since, tail));
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
