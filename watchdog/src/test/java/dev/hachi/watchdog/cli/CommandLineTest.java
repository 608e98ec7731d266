package dev.hachi.watchdog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hachi.watchdog.FreePorts;
import dev.hachi.watchdog.Till;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The command line as a process: what it says, where, and how it ends. */
@Execution(ExecutionMode.CONCURRENT)
final class CommandLineTest {
  @TempDir Path folder;

  @Test
  void help_shows_examples_on_stdout() throws Exception {
    for (var command : List.of("", "run ", "status ", "watchdog ", "simulate ", "placement ")) {
      var ended = hachi((command + "--help").split(" "));

      assertThat(ended.code()).isZero();
      assertThat(ended.stdout()).contains("Usage: ./hachi " + command, "Example");
      assertThat(ended.stderr()).isEmpty();
    }
  }

  @Test
  void the_version_is_said() throws Exception {
    assertThat(hachi("--version").stdout()).startsWith("hachi ");
  }

  @Test
  void misuse_is_one_line_and_exits_2() throws Exception {
    assertMisuse("Missing required subcommand");
    assertMisuse("fly", "fly");
    assertMisuse("FOLDER_OR_JAR", "run");
    assertMisuse("--fast", "run", "x.jar", "--fast");
    assertMisuse("--port is \"99999\"; allowed is", "run", "x.jar", "--port", "99999");
    assertMisuse("--listen is \"a.b\"; allowed is", "run", "x.jar", "--listen", "a.b");
    assertMisuse("--replicas is \"0\"; allowed is", "run", "x.jar", "--replicas", "0");
    assertMisuse("--logs needs --replicas", "run", "x.jar", "--logs");
    assertMisuse("--url is \"8081\"; allowed is", "status", "--url", "8081");
    assertMisuse("--metrics-port is \"0\"; allowed is", "status", "--metrics-port", "0");
    assertMisuse("--function needs a value", "run", "x.jar", "--function=");
    assertMisuse("9000", "watchdog", "9000");
    assertMisuse("--replicas is \"x\"; allowed is", "run", "x.jar", "--replicas", "x");
    assertMisuse("--seeds is \"0\"; allowed is", "simulate", "--seeds", "0");
    assertMisuse("--seeds is \"x\"; allowed is", "simulate", "--seeds", "x");
    assertMisuse("--from is \"-3\"; allowed is", "simulate", "--from", "-3");
    assertMisuse("--shards is \"0\"; allowed is", "placement", "--shards", "0");
    assertMisuse("--replicas has 11 numbers", "placement", "--replicas", "1,".repeat(10) + "1");
  }

  @Test
  void a_simulation_says_what_it_did() throws Exception {
    var ended = hachi("simulate", "--seeds", "20", "--from", "7");

    assertThat(ended.code()).isZero();
    assertThat(ended.stdout()).contains("20 schedules", "acquisitions");
    assertThat(ended.stderr()).contains("20 of 20 seeds", "a second");
    assertThat(hachi("simulate", "--seed-trace", "7").stdout())
        .contains("joins", "Prepare", "seed 7: no violation");
  }

  @Test
  void a_placement_says_where_the_default_of_shards_ends_and_what_it_assumes() throws Exception {
    var file = folder.resolve("figures.csv");
    var ended =
        hachi("placement", "--replicas", "3,200", "--shards", "128", "--csv", file.toString());

    assertThat(ended.code()).isZero();
    assertThat(ended.stdout())
        .contains("128 shards are too few for 200 replicas", "On paper: 1,000,000,000 keys");
    assertThat(Files.readAllLines(file))
        .hasSize(3)
        .satisfies(lines -> assertThat(lines.getFirst()).startsWith("replicas,shards,owned_min"));
  }

  @Test
  void a_place_without_a_function_is_one_line_and_exits_1() throws Exception {
    Files.createFile(folder.resolve("notes.txt"));

    assertFailure("does not exist", "run", folder.resolve("absent.jar").toString());
    assertFailure("neither a folder nor a .jar", "run", folder.resolve("notes.txt").toString());
    assertFailure("neither a pom.xml nor a jar", "run", folder.toString());
  }

  @Test
  void a_port_in_use_is_one_line_and_exits_1() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var port = Integer.toString(taken.getLocalPort());

      assertFailure(port, "run", jar().toString(), "--port", port, "--metrics-port", "0");
    }
  }

  @Test
  void ports_that_are_wanted_twice_are_one_line_and_exit_1() throws Exception {
    var port = Integer.toString(FreePorts.next());
    var ports = List.of("run", jar().toString(), "--port", port, "--metrics-port", port);
    var replicas = new ArrayList<>(ports);
    replicas.addAll(List.of("--replicas", "1"));

    assertFailure("port and metrics_port are both " + port, ports.toArray(String[]::new));
    assertFailure("port " + port + " is wanted twice", replicas.toArray(String[]::new));
  }

  @Test
  void replicas_and_a_store_plugin_exclude_each_other() throws Exception {
    var builder = process("run", jar().toString(), "--replicas", "2", "--port", "0");
    builder.environment().put("hachi_state", "plugin:some.store");

    var ended = HachiProcess.end(builder.start());

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.stderr()).contains("hachi_state is \"plugin:some.store\"", "--replicas");
  }

  @Test
  void a_token_file_that_is_not_there_is_named() throws Exception {
    assertFailure(
        "--token-file is \"nosuch\", which does not exist", "status", "--token-file", "nosuch");
  }

  @Test
  void a_status_that_nobody_tells_is_one_line_and_exits_1() throws Exception {
    var url = "http://127.0.0.1:" + FreePorts.next();

    assertFailure("no answer from " + url + " (", "status", "--url", url);
  }

  @Test
  void replicas_need_ports_that_are_free() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var port = Integer.toString(taken.getLocalPort());

      assertFailure(
          "port " + port + " is taken",
          "run",
          jar().toString(),
          "--replicas",
          "2",
          "--port",
          "0",
          "--cluster-port",
          port);
    }
  }

  @Test
  void options_win_over_the_environment() throws Exception {
    var builder = process("run", jar().toString(), "--port", "0");
    builder.environment().put("port", "1");
    builder.environment().put("hachi_function", "renamed");
    builder.environment().put("metrics_port", "0");
    builder.environment().put("hachi_class", Till.class.getName());
    var process = builder.start();
    try {
      assertThat(firstLineWith("is ready", process)).contains("function renamed is ready");
      assertFailure(
          "--function is \"nope\"; " + jar() + " has till",
          "run",
          jar().toString(),
          "--function",
          "nope");
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void a_users_folder_is_built_by_maven_with_our_api_installed_first() throws Exception {
    var function = Files.createDirectories(folder.resolve("greeter"));
    Files.createFile(function.resolve("pom.xml"));
    Files.createDirectory(function.resolve("target"));
    var calls = folder.resolve("calls");
    fakeMaven("echo \"$PWD $*\" >>" + calls + "; cp " + jar() + " " + function + "/target/");

    var ended = HachiProcess.end(withMaven("run", function.toString(), "--port", "1x").start());
    assertThat(ended.code()).isEqualTo(2);
    assertThat(calls).doesNotExist();

    var builder = withMaven("run", function.toString(), "--port", "0", "--metrics-port", "0");
    builder.environment().put("hachi_class", "no.such.Class");
    assertThat(HachiProcess.end(builder.start()).stderr())
        .contains("building " + function, "no.such.Class");

    assertThat(Files.readAllLines(calls))
        .satisfiesExactly(
            install -> assertThat(install).contains("-pl runtime/api", "install"),
            build -> assertThat(build).endsWith(function.resolve("pom.xml") + " package"));
  }

  @Test
  void a_failing_build_says_so_below_its_output() throws Exception {
    Files.createFile(folder.resolve("pom.xml"));
    fakeMaven("echo no such symbol; exit 1");

    var ended = HachiProcess.end(withMaven("run", folder.toString()).start());

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.stdout()).isEmpty();
    assertThat(ended.stderr()).contains("no such symbol").contains("failed").doesNotContain("\tat");
  }

  private void assertMisuse(String sentence, String... arguments) throws Exception {
    assertOneLine(2, sentence, arguments);
  }

  private void assertFailure(String sentence, String... arguments) throws Exception {
    assertOneLine(1, sentence, arguments);
  }

  private void assertOneLine(int code, String sentence, String... arguments) throws Exception {
    var ended = hachi(arguments);

    assertThat(ended.stderr().lines()).hasSize(1);
    assertThat(ended.stderr()).contains(sentence);
    assertThat(ended.stdout()).isEmpty();
    assertThat(ended.code()).isEqualTo(code);
  }

  private HachiProcess.Ended hachi(String... arguments) throws Exception {
    return HachiProcess.end(process(arguments).start());
  }

  private static String firstLineWith(String text, Process process) throws IOException {
    var reader = process.errorReader();
    for (var line = reader.readLine(); line != null; line = reader.readLine()) {
      if (line.contains(text)) {
        return line;
      }
    }
    return "";
  }

  private ProcessBuilder withMaven(String... arguments) {
    var builder = process(arguments);
    builder.environment().put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
    return builder;
  }

  /** A Maven of which only the calls matter; what it builds is in {@code script}. */
  private void fakeMaven(String script) throws IOException {
    var mvn = Files.createDirectories(folder.resolve("bin")).resolve("mvn");
    Files.writeString(mvn, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(mvn, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private ProcessBuilder process(String... arguments) {
    return HachiProcess.of(folder, arguments);
  }

  private Path jar() throws IOException {
    var jar = folder.resolve("till.jar");
    if (!Files.exists(jar)) {
      FunctionJar.write(jar, Till.class, Till.State.class);
    }
    return jar;
  }
}
