package dev.hachi.watchdog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The real process in of-watchdog's own modes: its lock, its log, its signals, its exit codes. */
@Execution(ExecutionMode.CONCURRENT)
class PlainProcessTest extends PlainProcessFixture {
  @Test
  void the_start_is_logged_and_the_lock_is_written() throws IOException {
    start("fprocess=cat -n");
    int port = port();
    assertThat(log())
        .containsPattern("^" + TIME + "Version: \\S+\tSHA: \\S+\n")
        .containsPattern(TIME + "Watchdog mode: streaming\tfprocess: \"cat -n\"\n")
        .containsPattern(TIME + "Timeouts: read: 30s write: 30s hard: 30s health: 30s\n")
        .containsPattern(TIME + "Writing lock-file to: " + folder + "/.lock\n");
    assertThat(folder.resolve(".lock")).isEmptyFile();
    assertThat(get(port, "/_/health")).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\nOK");
    assertThat(get(port, "/_/ready")).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"streaming", "http"})
  void an_interrupt_ends_it_at_once_and_leaves_nothing_behind(String mode) throws Exception {
    // A shell gives its background jobs no SIGINT, and the JVM respects that.
    assumeTrue(!interruptsAreIgnored(), "this test must not run in the background");
    var watchdog =
        start(
            "mode=" + mode,
            "fprocess=sleep 600",
            "upstream_url=http://127.0.0.1:1",
            "exec_timeout=1m");
    try (var caller = new Raw(port())) {
      caller.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
      await().until(() -> watchdog.descendants().findAny().isPresent());
      var child = watchdog.descendants().findAny().orElseThrow();

      assertThat(new ProcessBuilder("kill", "-INT", "" + watchdog.pid()).start().waitFor())
          .isZero();

      assertThat(watchdog.waitFor(5, TimeUnit.SECONDS)).isTrue();
      assertThat(watchdog.exitValue()).isEqualTo(130);
      assertThat(folder.resolve(".lock")).doesNotExist();
      await().until(() -> !child.isAlive());
    }
  }

  private static boolean interruptsAreIgnored() throws IOException {
    try (var lines = Files.lines(Path.of("/proc/self/status"))) {
      var ignored = lines.filter(line -> line.startsWith("SigIgn:")).findFirst().orElseThrow();
      return (Long.parseUnsignedLong(ignored.substring("SigIgn:".length()).strip(), 16) & 2) != 0;
    }
  }

  @Test
  void a_shell_one_liner_is_a_function() throws IOException {
    start("mode=streaming", "fprocess=sh -c tr${IFS}a-z${IFS}A-Z|sed${IFS}s/L/_/g");
    String post = "POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 6\r\n\r\n";
    assertThat(Raw.exchange(port(), post + "hello\n"))
        .startsWith("HTTP/1.1 200 OK\r\n")
        .endsWith("\r\n\r\nHE__O\n");
  }

  @Test
  void without_the_lock_it_is_unhealthy_and_still_serves() throws IOException {
    start("fprocess=echo hi");
    int port = port();
    Files.delete(folder.resolve(".lock"));
    assertThat(get(port, "/_/health")).startsWith("HTTP/1.1 503 ").endsWith("\r\n\r\n");
    assertThat(get(port, "/_/ready")).startsWith("HTTP/1.1 503 ");
    assertThat(get(port, "/")).startsWith("HTTP/1.1 200 ").endsWith("hi\n");
    assertThat(get(port, "/_/health/")).endsWith("hi\n");
  }

  @Test
  void a_suppressed_lock_is_not_written_and_not_missed() throws IOException {
    start("fprocess=cat", "suppress_lock=true");
    assertThat(get(port(), "/_/health")).startsWith("HTTP/1.1 200 ");
    assertThat(folder.resolve(".lock")).doesNotExist();
  }

  @Test
  void a_lock_that_cannot_be_written_stops_the_start() throws Exception {
    Files.createFile(folder.resolve("file"));
    assertThat(exitCode(start("fprocess=cat", "TMPDIR=" + folder.resolve("file")))).isEqualTo(1);
    assertThat(log()).contains("cannot write " + folder + "/file/.lock", "suppress_lock=true");
  }

  @Test
  void the_flags_of_of_watchdog_are_understood() throws Exception {
    assertThat(exitCode(startFlag("-version"))).isZero();
    assertThat(log()).matches(TIME + "Version: \\S+\tSHA: \\S+\n");
    assertThat(exitCode(startFlag("--run-healthcheck", "fprocess=cat"))).isEqualTo(1);
    assertThat(log()).endsWith("unable to find lock file.\n");
    Files.createFile(folder.resolve(".lock"));
    assertThat(exitCode(startFlag("-run-healthcheck", "fprocess=cat"))).isZero();
    assertThat(exitCode(startFlag("-run-healthcheck"))).isEqualTo(1);
    assertThat(exitCode(startFlag("-other", "fprocess=cat"))).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"mode=stream", "write_timeout=0", "port=http", "fprocess="})
  void what_is_malformed_stops_the_start_with_a_sentence(String variable) throws Exception {
    assertThat(exitCode(start("fprocess=cat", variable))).isEqualTo(1);
    assertThat(log()).contains(variable.substring(0, variable.indexOf('=')));
    assertThat(folder.resolve(".lock")).doesNotExist();
  }

  @Test
  void the_functions_lines_reach_the_log_however_long_they_are() throws IOException {
    Path script = folder.resolve("f.sh");
    Files.writeString(
        script,
        "echo said\necho cried >&2\nhead -c 250 /dev/zero | tr '\\0' x\necho\necho end\ncat\n");
    start(
        "mode=http",
        "fprocess=sh " + script,
        "upstream_url=http://127.0.0.1:1",
        "log_buffer_size=100");
    port();
    await().until(() -> Files.readString(folder.resolve("out")).contains("end\n"));
    assertThat(Files.readString(folder.resolve("out")))
        .matches(
            "(?s)%1$sstdout: said\n(%1$sstdout: x{100}\n){2}%1$sstdout: x{50}\n%1$sstdout: end\n"
                .formatted(TIME));
    assertThat(log()).containsPattern(TIME + "stderr: cried\n");
  }

  @Test
  void without_prefixes_the_functions_lines_are_bare() throws IOException {
    Path script = Files.writeString(folder.resolve("f.sh"), "echo said\ncat\n");
    start(
        "mode=http",
        "fprocess=sh " + script,
        "upstream_url=http://127.0.0.1:1",
        "prefix_logs=false");
    port();
    await().until(() -> Files.readString(folder.resolve("out")).equals("said\n"));
  }

  @Test
  void a_request_is_one_line_in_the_log() throws IOException {
    try (TestUpstream upstream = new TestUpstream()) {
      start("mode=http", "fprocess=cat", "upstream_url=" + upstream.url(), "log_callid=1");
      int port = port();
      get(port, "/a?b", "X-Call-Id: c1");
      get(port, "/a?b");
      get(port, "/probe", "User-Agent: kube-probe/1.30");
      get(port, "/live", "Accept: text/event-stream");
      await().until(() -> log().contains("/live"));
      assertThat(log())
          .containsPattern(
              TIME + "GET /a\\?b - 200 OK - ContentLength: 2B \\(\\d\\.\\d{4}s\\) \\[c1\\]\n")
          .containsPattern(
              "GET /a\\?b - 200 OK - ContentLength: 2B \\(\\d\\.\\d{4}s\\) \\[none\\]\n")
          .containsPattern("GET /live - 200 - Bytes: 2B \\(\\d\\.\\d{4}s\\)\n")
          .doesNotContain("/probe");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void when_the_functions_process_ends_so_does_the_watchdog(int code) throws Exception {
    Path script = Files.writeString(folder.resolve("f.sh"), "read go < go\nexit " + code + "\n");
    new ProcessBuilder("mkfifo", folder.resolve("go").toString()).start().waitFor();
    Process watchdog =
        start(
            "mode=http",
            "fprocess=sh -c cd${IFS}" + folder + ";.${IFS}" + script,
            "upstream_url=http://127.0.0.1:1");
    port();
    Files.writeString(folder.resolve("go"), "\n");
    assertThat(exitCode(watchdog)).isEqualTo(1);
    assertThat(log()).contains("Forked function has terminated: exit status " + code);
    assertThat(folder.resolve(".lock")).doesNotExist();
  }

  @Test
  void a_function_that_cannot_start_stops_the_start() throws Exception {
    assertThat(exitCode(start("mode=http", "fprocess=no-such", "upstream_url=http://127.0.0.1:1")))
        .isEqualTo(1);
    assertThat(log()).contains("exec: \"no-such\": executable file not found in $PATH");
  }

  @Test
  void sigterm_is_noticed_passed_on_and_ends_after_the_last_request() throws Exception {
    try (TestUpstream upstream = new TestUpstream()) {
      Path script =
          Files.writeString(
              folder.resolve("f.sh"),
              "trap 'echo told; exit 7' TERM\nwhile :; do sleep 0.1; done\n");
      Process watchdog =
          start(
              "mode=http",
              "fprocess=sh " + script,
              "upstream_url=" + upstream.url(),
              "healthcheck_interval=1s",
              "write_timeout=20s");
      int port = port();
      upstream.behave((request, socket) -> {
        await().atMost(20, TimeUnit.SECONDS).until(() -> log().contains("draining: 1 requests"));
        return TestUpstream.saying("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nlate")
            .answer(request, socket);
      });
      try (Raw raw = new Raw(port)) {
        raw.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        await().until(() -> !upstream.requests.isEmpty());
        watchdog.destroy();
        await().until(() -> !Files.exists(folder.resolve(".lock")));
        assertThat(get(port, "/_/health")).startsWith("HTTP/1.1 503 ");
        await().until(() -> Files.readString(folder.resolve("out")).contains("stdout: told\n"));
        assertThat(raw.untilClosed()).startsWith("HTTP/1.1 200 ").endsWith("late");
      }
      assertThat(exitCode(watchdog)).isZero();
      assertThat(log())
          .containsSubsequence(
              "SIGTERM: no new connections in 1s\n",
              "Removing lock-file : " + folder + "/.lock\n",
              "No new connections allowed, draining: 1 requests\n",
              "Exiting. Active connections: 0\n");
    }
  }

  @Test
  void a_healthcheck_interval_of_zero_ends_at_once() throws Exception {
    Process watchdog = start("fprocess=cat", "healthcheck_interval=0");
    port();
    watchdog.destroy();
    assertThat(exitCode(watchdog)).isZero();
  }

  @Test
  void a_gigabyte_each_way_needs_no_memory_for_it() throws Exception {
    long size = 1L << 30;
    try (TestUpstream upstream = new TestUpstream()) {
      upstream.behave((request, socket) -> {
        TestUpstream.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
        byte[] buffer = new byte[1 << 20];
        for (long sent = 0; sent < size; sent += buffer.length) {
          socket.getOutputStream().write(buffer);
        }
        return false;
      });
      start(
          List.of("-Xmx32m", "-XX:MaxDirectMemorySize=32m"),
          List.of(),
          "mode=http",
          "fprocess=cat",
          "upstream_url=" + upstream.url());
      try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port())) {
        TestUpstream.write(client, "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
        byte[] buffer = new byte[1 << 20];
        long arrived = 0;
        for (int read = 0; read >= 0; read = client.getInputStream().read(buffer)) {
          arrived += read;
        }
        assertThat(arrived).isBetween(size, size + 1_000);
      }
    }
  }

  @Test
  void slow_clients_do_not_add_threads() throws Exception {
    Process watchdog = start("mode=http", "fprocess=cat", "upstream_url=http://127.0.0.1:1");
    int port = port();
    get(port, "/_/health");
    long before = threads(watchdog);
    List<Socket> clients = new ArrayList<>();
    try {
      for (int i = 0; i < 1_000; i++) {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
        clients.add(client);
        TestUpstream.write(client, "POST / HTTP/1.1\r\nHost: h\r\n");
      }
      assertThat(get(port, "/_/health")).startsWith("HTTP/1.1 200 ");
      assertThat(threads(watchdog)).isLessThan(before + 20);
    } finally {
      for (Socket client : clients) {
        client.close();
      }
    }
  }

  private static long threads(Process process) throws IOException {
    try (Stream<Path> tasks = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
      return tasks.count();
    }
  }
}
