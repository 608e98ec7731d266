package dev.hachi.watchdog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Modes streaming and serializing, with shell scripts as functions. */
class ForkModesTest {
  private static final String SCRIPT =
      """
      echo begun
      echo "a word to the log" >&2
      case $Http_Path in
        /fail) exit 3 ;;
        /sleep) sleep 20; echo late ;;
        /behind) sleep 20 & echo $! > pid ;;
        /wait) while [ ! -e go ]; do sleep 0.05; done; echo gone ;;
        /large) head -c 3000 /dev/zero ;;
        /forever) while echo more; do :; done; touch ended ;;
      esac
      """;

  @TempDir private Path folder;
  private @Nullable PlainFixture open;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(folder.resolve("f.sh"), "cd " + folder + "\n" + SCRIPT);
  }

  @AfterEach
  void close() throws IOException {
    if (open != null) {
      open.close();
      open = null;
    }
  }

  private PlainFixture start(String mode, String... more) throws IOException {
    close();
    String[] variables = new String[more.length + 2];
    variables[0] = "mode=" + mode;
    variables[1] = "fprocess=sh " + folder.resolve("f.sh");
    System.arraycopy(more, 0, variables, 2, more.length);
    PlainFixture started = PlainFixture.start(variables);
    open = started;
    return started;
  }

  @ParameterizedTest
  @ValueSource(strings = {"streaming", "serializing"})
  void what_goes_in_comes_out(String mode) throws IOException {
    PlainFixture fixture = start(mode, "fprocess=cat");
    assertThat(fixture.exchange("POST", "/", "hello"))
        .startsWith("HTTP/1.1 200 OK\r\n")
        .contains("\r\nContent-Type: application/octet-stream\r\n", "\r\nContent-Length: 5\r\n")
        .endsWith("\r\n\r\nhello");
    assertThat(fixture.get("/")).contains("\r\nContent-Length: 0\r\n").endsWith("\r\n\r\n");
    String large = "0123456789".repeat(100_000);
    assertThat(fixture.exchange("POST", "/", large)).contains(large.substring(0, 1_900));
  }

  @Test
  void a_large_body_streams_through_whole() throws IOException {
    PlainFixture fixture = start("streaming", "fprocess=wc -c");
    assertThat(fixture.exchange("POST", "/", "x".repeat(5_000_000))).endsWith("\r\n5000000\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"streaming", "serializing"})
  void a_process_learns_of_its_request_from_its_environment(String mode) throws IOException {
    PlainFixture fixture = start(mode, "fprocess=env", "content_type=text/plain");
    assertThat(
            fixture.exchange(
                "PUT", "/p%20q/%41?a=1&b=%20", "x", "x-two: 1", "X-Two: 2", "User-Agent: me"))
        .contains("\r\nContent-Type: text/plain\r\n")
        .contains("\nHttp_Method=PUT\n", "\nHttp_Path=/p q/A\n", "\nHttp_Query=a=1&b=%20\n")
        .contains("\nHttp_X_Two=1\n", "\nHttp_User_Agent=me\n", "\nHttp_Content_Length=1\n")
        .contains("PATH=")
        .doesNotContain("Http_Host", "Http_Transfer_Encoding", "HTTP_");
    String chunked =
        "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n";
    assertThat(Raw.exchange(fixture.port(), chunked + "1\r\nx\r\n0\r\n\r\n"))
        .contains("\nHttp_Transfer_Encoding=chunked\n")
        .doesNotContain("Http_Content_Length", "Http_Query");
  }

  @Test
  void streaming_answers_200_whatever_happens() throws IOException {
    PlainFixture fixture = start("streaming", "exec_timeout=2s");
    assertThat(fixture.get("/fail")).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\nbegun\n");
    assertThat(fixture.get("/sleep")).startsWith("HTTP/1.1 200 ").contains("begun\n");
    fixture = start("streaming", "fprocess=no-such-program");
    assertThat(fixture.get("/")).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n");
  }

  @Test
  void streaming_sends_what_the_process_says_while_it_runs() throws IOException {
    PlainFixture fixture = start("streaming");
    try (Raw raw = new Raw(fixture.port())) {
      raw.send("GET /wait HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
      assertThat(raw.until("begun\n")).contains("Transfer-Encoding: chunked\r\n");
      Files.createFile(folder.resolve("go"));
      assertThat(raw.untilClosed()).isEqualTo("\r\n5\r\ngone\n\r\n0\r\n\r\n");
    }
  }

  @Test
  void a_process_that_writes_to_nobody_ends() throws IOException {
    PlainFixture fixture = start("streaming");
    try (Raw raw = new Raw(fixture.port())) {
      raw.send("GET /forever HTTP/1.1\r\nHost: h\r\n\r\n");
      raw.until("more\n");
    }
    await().until(() -> Raw.exchange(fixture.metricsPort(), METRICS).contains("_flight 0\n"));
    await().until(() -> ProcessHandle.allProcesses().noneMatch(this::isScript));
  }

  private static final String METRICS =
      "GET /metrics HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";

  private boolean isScript(ProcessHandle process) {
    return process.info().commandLine().orElse("").contains(folder.toString());
  }

  @Test
  void what_a_process_leaves_behind_does_not_hold_its_answer() throws IOException {
    PlainFixture fixture = start("serializing", "exec_timeout=500ms");
    assertThat(fixture.get("/sleep"))
        .startsWith("HTTP/1.1 500 ")
        .containsPattern("X-Duration-Seconds: \\d\\.")
        .endsWith("signal: killed");
    await().until(() -> ProcessHandle.allProcesses().noneMatch(this::isScript));
  }

  @Test
  void serializing_answers_the_whole_output_or_why_there_is_none() throws IOException {
    PlainFixture fixture = start("serializing");
    assertThat(fixture.get("/large"))
        .startsWith("HTTP/1.1 200 OK\r\n")
        .contains("\r\nContent-Length: 3006\r\n")
        .containsPattern("\r\nX-Duration-Seconds: \\d\\.\\d{6}\r\n");
    assertThat(fixture.get("/fail"))
        .startsWith("HTTP/1.1 500 Internal Server Error\r\n")
        .contains("\r\nContent-Type: application/octet-stream\r\n", "\r\nX-Duration-Seconds: ")
        .endsWith("\r\n\r\nexit status 3");
  }

  @Test
  void a_program_that_is_not_there_is_named() throws IOException {
    PlainFixture fixture = start("serializing", "fprocess=no-such-program x");
    assertThat(fixture.get("/"))
        .startsWith("HTTP/1.1 500 ")
        .endsWith("exec: \"no-such-program\": executable file not found in $PATH");
    fixture = start("serializing", "fprocess=/no/such");
    assertThat(fixture.get("/")).endsWith("fork/exec /no/such: no such file or directory");
  }

  @Test
  void a_process_that_does_not_read_its_input_still_answers() throws IOException {
    PlainFixture fixture = start("serializing", "fprocess=echo done");
    assertThat(fixture.exchange("POST", "/", "x".repeat(1_000_000)))
        .startsWith("HTTP/1.1 200 ")
        .endsWith("done\n");
  }

  @Test
  void what_is_kept_in_memory_has_a_limit() throws IOException {
    PlainFixture fixture = start("serializing", "hachi_buffer_max=1000");
    assertThat(fixture.exchange("POST", "/", "x".repeat(1001))).startsWith("HTTP/1.1 413 ");
    assertThat(fixture.get("/large"))
        .startsWith("HTTP/1.1 500 ")
        .endsWith(
            "output has more than 1000 bytes, which is what hachi_buffer_max and hachi_bodies_max allow");
  }

  @Test
  void a_ready_path_runs_the_function() throws IOException {
    PlainFixture fixture = start("serializing", "ready_path=/fail");
    assertThat(fixture.get("/_/ready")).startsWith("HTTP/1.1 500 ").endsWith("exit status 3");
  }
}
